package pieces

import (
	"strings"
	"testing"
	"unicode"
)

func said(text string, spans []Span) string {
	runes := []rune(text)
	var out []string
	for _, s := range spans {
		w := string(runes[s.From:s.To])
		if s.Who != "" {
			w = s.Who + "=" + w
		}
		out = append(out, w)
	}
	return strings.ReplaceAll(strings.Join(out, " | "), "\n", "¶")
}

func TestParagraphs(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "",
		" \n\t\n":                         "",
		"One.":                            "One.",
		"One\nstill one\n\nTwo":           "One¶still one | Two",
		"\r\n\r\nOne\r\n \r\n\r\nTwo\r\n": "One | Two",
		"Ünë\n\n  Zwö  ":                  "Ünë | Zwö",
	} {
		if got := said(text, Paragraphs(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string]string{
		"He left. She stayed! Did she? Yes.":                            "He left. | She stayed! | Did she? | Yes.",
		"He met Mr. Holt at 10.30 a.m. on St. Ann's Rd. with J. Poole.": "He met Mr. Holt at 10.30 a.m. on St. Ann's Rd. with J. Poole.",
		"He said \"No.\" Then he left.":                                 "He said \"No.\" | Then he left.",
		"It cost 1.5 kilos... and more. 07700 900123 rang.":             "It cost 1.5 kilos... and more. | 07700 900123 rang.",
		"One\n\nTwo. Three":                                             "One | Two. | Three",
	} {
		if got := said(text, Sentences(text)); got != want {
			t.Errorf("%q:\n %q, want\n %q", text, got, want)
		}
	}
}

func TestTurns(t *testing.T) {
	for text, want := range map[string]string{
		"[21/11/2026, 21:40:12] Ann: hi\n[21/11/2026, 21:41:00] +44 7700 900123: yes\nand more\n[21/11/2026, 21:42:07] Ann: bye": "Ann=[21/11/2026, 21:40:12] Ann: hi | +44 7700 900123=[21/11/2026, 21:41:00] +44 7700 900123: yes¶and more | Ann=[21/11/2026, 21:42:07] Ann: bye",
		"Chat of two\n21/11/2026, 21:40 - Ann: hi\n21/11/2026, 21:41 - Bob: yes\n21/11/2026, 21:42 - Bob: no":                    "Chat of two | Ann=21/11/2026, 21:40 - Ann: hi | Bob=21/11/2026, 21:41 - Bob: yes | Bob=21/11/2026, 21:42 - Bob: no",
		"2026-11-21 21:40 <ann> hi\n2026-11-21 21:41 <bob> yes\n2026-11-21 21:42 <ann> no":                                       "ann=2026-11-21 21:40 <ann> hi | bob=2026-11-21 21:41 <bob> yes | ann=2026-11-21 21:42 <ann> no",
		"Ann: hi\nBob: yes\nAnn: no\nBob: so be it":                                                                              "Ann=Ann: hi | Bob=Bob: yes | Ann=Ann: no | Bob=Bob: so be it",
		"Ann (21:40): hi\nBob (21:41): yes\nAnn (21:42): no":                                                                     "Ann=Ann (21:40): hi | Bob=Bob (21:41): yes | Ann=Ann (21:42): no",
		"From: a@example.com\nTo: b@example.com\nSubject: x\nDate: today\n\nHello.":                                              "",
		"Name: Holt\nAge: 40\nTown: Eastmere\nCar: white":                                                                        "",
		"Just a paragraph: with a colon.\nAnd a line.":                                                                           "",
	} {
		if got := said(text, Turns(text)); got != want {
			t.Errorf("%q:\n %q, want\n %q", text, got, want)
		}
	}
}

func TestTextOfStretches(t *testing.T) {
	const text = "One two.\n\nThree. Fóur."
	for _, c := range []struct {
		spans [][2]int
		want  string
		ok    bool
	}{
		{[][2]int{{0, 8}}, "One two.", true},
		{[][2]int{{17, 22}, {0, 8}}, "One two.\n\nFóur.", true},
		{[][2]int{{0, 8}, {10, 16}}, "One two.\n\nThree.", true},
		{[][2]int{{10, 16}, {17, 22}}, "Three. Fóur.", true},
		{[][2]int{{0, 5}, {2, 8}}, "One two.", true},
		{[][2]int{{8, 10}}, "\n\n", false},
		{[][2]int{{0, 23}}, "", false},
		{[][2]int{{-1, 3}}, "", false},
		{[][2]int{{3, 3}}, "", false},
		{nil, "", false},
	} {
		if got, ok := Text(text, c.spans); got != c.want || ok != c.ok {
			t.Errorf("%v: %q %v, want %q %v", c.spans, got, ok, c.want, c.ok)
		}
	}
}

// Every letter lies in exactly one stretch, however the text is cut.
func FuzzNothingIsLostOrDoubled(f *testing.F) {
	for _, s := range []string{"", "a. B\n\nC", "Ann: hi\nBob: yes\nAnn: no\nBob: so", "\r\n \n", "é.\u00a0É", "[1/1/2026, 1:01] A: x\n[1/1/2026, 1:02] B: y\n[1/1/2026, 1:03] A: z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		runes := []rune(text)
		for name, spans := range map[string][]Span{"paragraphs": Paragraphs(text), "sentences": Sentences(text), "turns": Turns(text)} {
			if name == "turns" && spans == nil {
				continue
			}
			at := 0
			for _, s := range append(spans, Span{From: len(runes), To: len(runes)}) {
				if s.From < at || s.To > len(runes) || s.To < s.From {
					t.Fatalf("%s: %+v after %d", name, s, at)
				}
				for _, r := range runes[at:s.From] {
					if !unicode.IsSpace(r) {
						t.Fatalf("%s: %q lies between two stretches", name, r)
					}
				}
				at = s.To
			}
		}
	})
}
