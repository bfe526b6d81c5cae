package intake

import (
	"hash/crc32"
	"strings"
	"testing"
)

func TestCardsAndCalendars(t *testing.T) {
	card := "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=84nne;=\r\nTest\r\nFN:Anne Test\r\nitem1.TEL;CELL:07700 900123\r\nPHOTO;ENCODING=BASE64;TYPE=PNG:iVBORw0K\r\n GgoAAAAN\r\n\r\nEND:VCARD\r\n"
	res := Read("a.vcf", []byte(card), "", Limits{})
	if res.Kind != "vcf" || res.Subject != "Anne Test" || !strings.Contains(res.Text, "Änne;Test") || !strings.Contains(res.Text, "TEL (CELL): 07700 900123") {
		t.Errorf("%s %q %q", res.Kind, res.Subject, res.Text)
	}
	if len(res.Parts) != 1 || res.Parts[0].Bytes != 12 {
		t.Errorf("parts %s", names(res))
	}
	event := "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Hand\\, over\r\nDESCRIPTION:one\\ntwo and a folded\r\n  word\r\nATTENDEE:mailto:x@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	res = Read("a.ics", []byte(event), "", Limits{})
	if res.Kind != "ics" || res.Subject != "Hand, over" || !strings.Contains(res.Text, "two and a folded word") || !strings.Contains(res.Text, "x@example.com") {
		t.Errorf("%s %q %q", res.Kind, res.Subject, res.Text)
	}
}

func TestMailWhoseLinesEndInCRAlone(t *testing.T) {
	mail := "From: a@example.com\rSubject: cr\rMIME-Version: 1.0\rContent-Type: multipart/mixed; boundary=b\r\r--b\rContent-Type: text/plain\r\rbody words\r--b\rContent-Type: text/plain; name=a.txt\r\rmore words\r--b--\r"
	res := Read("a.eml", []byte(mail), "", Limits{})
	if !strings.Contains(res.Text, "body words") || !has(res, "a.txt", 10) || warned(res, "malformed") {
		t.Errorf("%q %s %v", res.Text, names(res), res.Warnings)
	}
}

func TestWhatIsNamedAndNotRead(t *testing.T) {
	for name, c := range map[string]struct{ b, kind string }{
		"a.hqx": {"(This file must be converted with BinHex 4.0)\r\n\r\n:#h4KEQ:\r\n", "binhex"},
		"a":     {"\x00\x05\x16\x07\x00\x02\x00\x00" + strings.Repeat("\x00", 40), "applefile"},
		"a.cab": {"MSCF\x00\x00\x00\x00" + strings.Repeat("\x00", 40), "cab"},
		"a.lnk": {"\x4c\x00\x00\x00\x01\x14\x02\x00" + strings.Repeat("\x00", 40), "shortcut"},
		"a.wri": {"1\xbe\x00\x00\x00\xab\x00\x00" + strings.Repeat("\x00", 200), "write"},
	} {
		if res := Read(name, []byte(c.b), "", Limits{}); res.Kind != c.kind || !failed(res, "unsupported") {
			t.Errorf("%s: %s %v", name, res.Kind, res.Error)
		}
	}
	page := `<?xml version="1.0"?><html><body><p>words</p></body></html>`
	if res := Read("a.html", []byte(page), "", Limits{}); warned(res, "hidden-text") {
		t.Errorf("a declaration is called hidden text: %v", res.Warnings)
	}
}

// What stands whole in an archive whose directory is lost is read, and said to
// come from a damaged archive.
func TestDamagedArchiveGivesItsWholeEntries(t *testing.T) {
	var stored []byte
	for _, text := range []string{"first words", "second words"} {
		head := append([]byte("PK\x03\x04"), le16(20, 0, 0, 0, 0)...)
		head = append(head, le32(int(crc32.ChecksumIEEE([]byte(text))), len(text), len(text))...)
		head = append(append(head, le16(5, 0)...), "a.txt"...)
		stored = append(append(stored, head...), text...)
	}
	broken := append(append([]byte{}, stored...), "PK\x03\x04 and then no more of it"...)
	res := Read("a.zip", broken, "", Limits{})
	if res.Error == nil || !strings.Contains(res.Text, "first words") || !strings.Contains(res.Text, "second words") || len(res.Parts) != 2 || res.Parts[0].Read != "partly" {
		t.Errorf("%v %q %s", res.Error, res.Text, names(res))
	}
	stored[len(stored)-1] ^= 1 // what does not agree with its own checksum is not shown
	if res := Read("a.zip", append(stored, "PK\x03\x04 cut"...), "", Limits{}); strings.Contains(res.Text, "second word") {
		t.Errorf("shown though damaged: %q", res.Text)
	}
}
