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
	if got := strings.Join(findDates(text), " "); got != "2026-11-23 2026-12-01" {
		t.Errorf("dates %q", got)
	}
	if res := Read("a.txt", []byte("nothing of the kind"), "", Limits{}); res.Handling != "" || res.References != nil || res.Dates != nil || res.Message != "" {
		t.Errorf("offered from nothing: %+v", res)
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
