package intake

import (
	"fmt"
	"strings"
	"testing"
)

func TestWhatIsOfferedForTheForm(t *testing.T) {
	text := "OFFICIAL-SENSITIVE\nOur ref: ABC/2026/0417\nYour reference no: 26-11 Hotel\nURN: 43CD0012326   Page 2\nHandling code: C, do not action\nReceived 23rd November 2026 about 1/12/2026 and 2026-02-30.\nOperation: Kestrel\nRef: the matter below\n"
	if got := findHandling(text); got != "Handling code: C, do not action" {
		t.Errorf("handling %q", got)
	}
	if got := fmt.Sprintf("%q", findReferences(text)); got != `["ABC/2026/0417" "26-11" "43CD0012326"]` {
		t.Errorf("references %s", got)
	}
	if res := Read("a.txt", []byte("nothing of the kind"), "", Limits{}); res.Handling != "" || res.References != nil || res.Dates != nil || res.Message != "" {
		t.Errorf("offered from nothing: %+v", res)
	}
}

// Days with a cue come before days without, those of the intelligence before
// those of the writing; birthdays and deadlines are no days of receipt.
func TestDaysAreRankedAndCut(t *testing.T) {
	for _, c := range []struct {
		text   string
		headed bool
		want   string
	}{
		{"Received 23rd November 2026 about 1/12/2026 and 2026-02-30.", false, "2026-11-23"},
		{"It was on 1/12/2026 or 3.12.2026, not 05/12/2026 and never 07/12/2026.", false, "2026-12-01 2026-12-03 2026-12-05"},
		{"It was on 1/12/2026.", true, ""},
		{"Dated: 24 November 2026\nDate of intelligence: 21/11/2026", false, "2026-11-21 2026-11-24"},
		{"Date of incident 21-Nov-2026\nReport submitted on 22/11/26", true, "2026-11-21 2026-11-22"},
		{"SMITH, born 04/05/1981. DOB: 4.5.1981. Review by 01/02/2027. Valid until 3 March 2027.", false, ""},
		{"seen on 1/11/2026; seen on 2/11/2026; seen on 3/11/2026; seen on 4/11/2026; seen on 5/11/2026; seen on 6/11/2026", false, "2026-11-01 2026-11-02 2026-11-03 2026-11-04 2026-11-05"},
		{"Dated 23 November 2026. Sent 23/11/2026.", false, "2026-11-23"},
		{"He said 12/11/26 in passing. Part 1.2.34 fits.", false, ""},
		{"Date of birth 4 May 1981, seen on 21 November 2026", false, "2026-11-21"},
		{"dated 31/02/2026", false, ""},
		{"SMITH (D.O.B. 4/5/1981)", false, ""},
		{"SMITH d.o.b: 4/5/1981, d.o.b 04.05.1981, D.O.B.04/05/1981, DoB-04/05/1981, D/O/B 04/05/1981", false, ""},
		{"SMITH, born in Wakefield General Hospital on 4 May 1981", false, ""},
		{"SMITH b. 4 May 1981, aged 45 (04/05/1981)", false, ""},
		{"SMITH 04/05/1981 (DOB)", false, ""},
		{"Date of birth\n04/05/1981\nSeen there since, 21/11/2026", false, "2026-11-21"},
		{"D.O.B.:\n\n04/05/1981", false, ""},
		{"Name\tDOB\tSeen\nSMITH\t04/05/1981\t20/11/2026\nHALE\t05/06/1982\t21/11/2026", false, "2026-11-20 2026-11-21"},
		{"Date of birth: 04/05/1981\tDate of report: 24/11/2026", false, "2026-11-24"},
		{"SMITH (DOB not known). On 21 November 2026 he came.", false, "2026-11-21"},
		{"SMITH (DOB 04/05/1981), seen 21/11/2026", false, "2026-11-21"},
		{"Date of birth not given\nIt was on 21/11/2026", false, "2026-11-21"},
		{"", false, ""},
	} {
		if got := strings.Join(findDates(c.text, c.headed), " "); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestSenderOfWhatHasNoHeader(t *testing.T) {
	for text, want := range map[string]string{
		"OFFICIAL\nOriginator: Northshire DSU\nRef: 1": "Northshire DSU",
		"  * Submitted by - DC 4471 Hale *":            "DC 4471 Hale",
		"From:\nTo: x":                                 "",
		"He came from: nowhere in particular":          "",
		"The source says: nothing":                     "",
	} {
		if got := findSender(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if res := Read("a.csv", []byte("from,to,date\n07700 900123,07700 900124,2026-11-21\n07700 900123,07700 900125,2026-11-22\n"), "", Limits{}); res.Kind != "csv" || res.From != "" || res.Dates != nil {
		t.Errorf("a table's rows are offered: %s %q %v", res.Kind, res.From, res.Dates)
	}
	if res := Read("a.eml", []byte("From: a@example.com\nSubject: s\nDate: Mon, 23 Nov 2026 10:00:00 +0000\n\nFrom: somebody else\nIt was on 1/12/2026.\n"), "", Limits{}); res.From != "a@example.com" || strings.Join(res.Dates, " ") != "2026-11-23" {
		t.Errorf("a header gives way to the text: %q %v", res.From, res.Dates)
	}
}

// One message is one message by whatever way it came; another body is another.
func TestMessageIsKnownWhateverItsPath(t *testing.T) {
	mail := "Message-ID: <a1@example.com>\r\nFrom: a@example.com\r\nSubject: x\r\n"
	one := Read("a.eml", []byte("Received: from one\r\n"+mail+"\r\nThe same  words.\r\n"), "", Limits{}).Message
	for name, c := range map[string]struct {
		file []byte
		same bool
	}{
		"other relays, spaces and encoding": {[]byte("Received: from two\r\n" + mail + "Content-Transfer-Encoding: quoted-printable\r\n\r\nThe same wor=\r\nds.\r\n"), true},
		"an Outlook file":                   {compound("__properties_version1.0", string(make([]byte, 32)), "__substg1.0_1000001F", string(wideText("The same words.")), "__substg1.0_1035001F", string(wideText("<A1@example.com>"))), true},
		"another body":                      {[]byte(mail + "\r\nOther words.\r\n"), false},
		"another message":                   {[]byte(strings.Replace(mail, "a1@", "a2@", 1) + "\r\nThe same words.\r\n"), false},
	} {
		if got := Read("x", c.file, "", Limits{}).Message; one == "" || (got == one) != c.same {
			t.Errorf("%s: %q and %q", name, one, got)
		}
	}
}
