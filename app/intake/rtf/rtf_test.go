package rtf

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", `{\rtf1\ansi Hello\par World}`, "Hello\nWorld"},
		{"code page of a font", `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}\f0 caf\'e9 \f1 \'ec\'e8\'f0}`, "café мир"},
		{"document code page", `{\rtf1\ansi\ansicpg1250 za\'bf\'f3\'b3\'e6}`, "zażółć"},
		{"unicode and its fallback", `{\rtf1\uc1\u1084?\u1080?\u1088? ok}`, "мир ok"},
		{"surrogates", `{\rtf1\u-10240?\u-8384?}`, "𐍀"},
		{"no fallback", `{\rtf1{\uc0\u8364 5}}`, "€5"},
		{"two bytes", `{\rtf1{\fonttbl{\f0\fcharset128 X;}}\f0 \'93\'fa\'96\'7b}`, "日本"},
		{"skipped groups", `{\rtf1{\colortbl;\red0;}{\*\generator Word;}{\stylesheet{\s0 Normal;}}text}`, "text"},
		{"cells", `{\rtf1 a\cell b\cell\row}`, "a\tb\t\n"},
		{"binary", "{\\rtf1 a{\\pict\\bin4 }}}}}b}", "ab"},
		{"unclosed", `{\rtf1 {\b text`, "text"},
	} {
		if got := Read([]byte(c.in), 1<<20); got.Text != c.want {
			t.Errorf("%s: %q, want %q", c.name, got.Text, c.want)
		}
	}
}

func TestReadKeepsWhatIsHidden(t *testing.T) {
	d := Read([]byte(`{\rtf1{\info{\title T}{\author A}}seen{\v unseen}{\deleted gone}{\field{\*\fldinst DDEAUTO c cmd}{\fldrslt r}}{\object{\*\objclass Package}{\*\objdata 0102 ff}}{\*\annotation remark}}`), 1<<20)
	if d.Title != "T" || d.Author != "A" || !d.Hidden || d.Deleted != "gone" || len(d.Fields) != 1 || !strings.Contains(d.Fields[0], "DDEAUTO") || d.Text != "seenunseenr" {
		t.Errorf("%+v", d)
	}
	if len(d.Objects) != 1 || d.Objects[0].Class != "Package" || string(d.Objects[0].Data) != "\x01\x02\xff" || len(d.Notes) != 1 {
		t.Errorf("objects %+v notes %v", d.Objects, d.Notes)
	}
}

func TestReadUnwrapsHTML(t *testing.T) {
	d := Read([]byte(`{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\b\htmlrtf0 bold\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}}`), 1<<20)
	if d.HTML != "<p>bold</p>" {
		t.Errorf("%q", d.HTML)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{`{\rtf1\ansi Hello}`, `{\rtf1{\fonttbl{\f0\fcharset128 X;}}\f0 \'93\'fa}`, `{\rtf1\u-10240?\u-8384?}`, `{\rtf1\bin99999 x}`, `{\rtf1{\object{\*\objdata 01020`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if d := Read(b, 1<<20); !utf8.ValidString(d.HTML + d.Title) {
			t.Fatal("invalid text")
		}
	})
}
