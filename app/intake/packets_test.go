package intake

import (
	"bytes"
	"compress/flate"
	"slices"
	"strings"
	"testing"
)

// pgpPacket writes one packet with a length of five octets.
func pgpPacket(tag byte, body string) string {
	n := len(body)
	return string([]byte{0xc0 | tag, 0xff, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}) + body
}

func pgpLiteral(name, text string) string {
	return pgpPacket(11, "b"+string(rune(len(name)))+name+"\x00\x00\x00\x00"+text)
}

func pgpPacked(t testing.TB, inner string) string {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, 9)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write([]byte(inner))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return pgpPacket(8, "\x01"+out.String())
}

const onePass = "\x03\x00\x0a\x16AAAAAAAA\x01"

// What is signed or packed by OpenPGP and not encrypted is read without a key.
func TestMessagesThatNeedNoKey(t *testing.T) {
	sig := pgpPacket(2, "\x04\x00\x16\x0a\x00\x00\x00\x00ab")
	pieces := "\xcb\xe3" + "b\x00\x00\x00\x00\x00he" + "\x03 is" // a literal in pieces of 8 and 3
	for _, c := range []struct {
		name, b, text, class string // class of the failure, or of a warning where there is text
	}{
		{"signed", pgpPacket(4, onePass) + pgpLiteral("yard.txt", "at the yard") + sig, "at the yard", "signature-unknown"},
		{"signature first", sig + pgpLiteral("", "at the yard"), "at the yard", "signature-unknown"},
		{"packed", pgpPacked(t, pgpPacket(4, onePass)+pgpLiteral("", "at the yard")+sig), "at the yard", "signature-unknown"},
		{"in pieces", pgpPacket(4, onePass) + pieces + sig, "he is", "signature-unknown"},
		{"unsigned", pgpPacked(t, pgpLiteral("", "at the yard")), "at the yard", "unsigned"},
		{"without its signature", pgpPacket(4, onePass) + pgpLiteral("", "at the yard"), "at the yard", "signature-unknown"},
		{"cut", pgpPacket(4, onePass) + pgpLiteral("", "at the yard by nine")[:30], "at the yard", "damaged-part"},
		{"packed too often", pgpPacked(t, pgpPacked(t, pgpPacked(t, pgpPacked(t, pgpPacked(t, pgpLiteral("", "x")))))), "", "bomb"},
		{"huge", pgpPacked(t, pgpLiteral("", strings.Repeat("\x00", 4<<20))), "", "bomb"},
		{"sealed", pgpPacket(1, "\x03AAAAAAAA\x01"+strings.Repeat("k", 40)) + pgpPacket(18, "\x01"+strings.Repeat("e", 40)), "", "no-key"},
		{"under a passphrase", pgpPacket(3, "\x04\x09\x03\x08saltsalt\x60") + pgpPacket(18, "\x01"+strings.Repeat("e", 40)), "", "password-required"},
	} {
		res := Read("m.gpg", []byte(c.b), "", Limits{PartBytes: 1 << 20})
		if c.text == "" {
			if !failed(res, c.class) || strings.TrimSpace(res.Text) != "" {
				t.Errorf("%s: %v %q", c.name, res.Error, res.Text)
			}
			continue
		}
		if res.Error != nil || res.Kind != "openpgp" || !strings.Contains(res.Text, c.text) || !warned(res, c.class) {
			t.Errorf("%s: %v, kind %s, %q, %v", c.name, res.Error, res.Kind, res.Text, res.Warnings)
		}
		if want := strings.Contains(c.b, "ab") || c.name == "packed"; want != (res.Signature == "unknown") {
			t.Errorf("%s: signature %q", c.name, res.Signature)
		}
	}
	res := Read("m.eml", []byte("From: a@example.com\nMIME-Version: 1.0\nContent-Type: text/plain\n\nhello\n-----BEGIN PGP MESSAGE-----\n\n"+wrapped([]byte(pgpLiteral("", "inside words")))+"-----END PGP MESSAGE-----\n"), "", Limits{})
	if res.Error != nil || !strings.Contains(res.Text, "inside words") {
		t.Errorf("a block in a body that is packed only: %v %q", res.Error, res.Text)
	}
}

// A header over nothing is not lost for that: it is shown and scanned.
func TestHeadersWithoutBodies(t *testing.T) {
	one := "From - \nFrom: Ann <ann@example.com>\nSubject: the grey van\nDate: Mon, 23 Nov 2026 10:00:00 +0000\n\n"
	res := Read("a.mbox", []byte(one+strings.Replace(one, "grey", "blue", 1)), "", Limits{})
	for _, want := range []string{"the grey van", "the blue van"} {
		if !slices.ContainsFunc(res.Parts, func(p Part) bool { return strings.Contains(p.Text, want) }) {
			t.Errorf("a mailbox lacks %q: %v", want, res.Parts)
		}
	}
	res = Read("a.eml", []byte(strings.TrimPrefix(one, "From - \n")), "", Limits{})
	if strings.TrimSpace(res.Text) != "" || !warned(res, "no-text") || !slices.ContainsFunc(res.Parts, func(p Part) bool { return strings.Contains(p.Text, "Ann <ann@example.com>") }) {
		t.Errorf("a message: %q %v", res.Text, res.Parts)
	}
}

func TestDocumentSignaturesAreSaid(t *testing.T) {
	doc := zipOf(t, "[Content_Types].xml", "<Types/>", "word/document.xml", `<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>words</w:t></w:r></w:p></w:body></w:document>`, "_xmlsignatures/sig1.xml", "<Signature/>")
	if res := Read("a.docx", doc, "", Limits{}); !saysWarning(res, "signature-unknown", "digital signature that was not checked") {
		t.Errorf("%s: %v", res.Kind, res.Warnings)
	}
}

func FuzzOpenPGPMessage(f *testing.F) {
	f.Add([]byte(pgpPacket(4, onePass) + pgpLiteral("a", "at the yard") + pgpPacket(2, "\x04\x00\x16\x0a")))
	f.Add([]byte(pgpPacked(f, pgpLiteral("", "x"))))
	f.Add([]byte("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- -- said\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c := pgpMessage(b, 1<<16); int64(len(c.literal)) > 1<<16+int64(len(b)) {
			t.Errorf("%d bytes unfolded past the room", len(c.literal))
		}
		if c, ok := cutCleartext(b); ok && len(c.before)+len(c.sig)+len(c.after) > len(b) {
			t.Error("a cleartext signature is longer than its file")
		}
		Read("m.asc", b, "", Limits{PartBytes: 1 << 16, Expanded: 1 << 18})
	})
}
