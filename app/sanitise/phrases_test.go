package sanitise

import (
	"errors"
	"strings"
	"testing"
)

func TestStandardPhrasesAreSafe(t *testing.T) {
	if _, err := NewPhrases(StandardPhrases()); err != nil {
		t.Fatal(err)
	}
	for _, p := range StandardPhrases() {
		draft := p.Text + " sell pills."
		if p.For == Identifier || p.For == OverPrecision {
			draft = "The subject may use " + p.Text + "."
		}
		for _, src := range neutralSources() {
			for _, f := range Check(Input{Source: src, Draft: draft}).Findings {
				if f.Severity == Block {
					t.Errorf("%q is stopped by %s/%s", draft, f.Kind, f.Rule)
				}
			}
		}
	}
}

func TestPhrasesRefused(t *testing.T) {
	many := make([]Phrase, maxPhrases+1)
	for name, list := range map[string][]Phrase{
		"no short form":   {{Text: "it is believed that"}},
		"space in short":  {{Short: "a b", Text: "it is believed that"}},
		"same short form": {{Short: "is", Text: "it is believed that"}, {Short: "IS", Text: "recently"}},
		"no text":         {{Short: "is"}},
		"space about":     {{Short: "is", Text: "recently "}},
		"too long":        {{Short: "is", Text: strings.Repeat("a", maxPhraseRune+1)}},
		"names a source":  {{Short: "is", Text: "a reliable source states that"}},
		"technique":       {{Short: "is", Text: "a telephone intercept shows that"}},
		"too many":        many,
	} {
		if _, err := NewPhrases(list); !errors.Is(err, ErrPhrase) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The caret is the bar; the draft after the first offer is what is wanted.
func TestOfferAsTyped(t *testing.T) {
	ps := StandardPhrases()
	for _, c := range []struct{ typed, want string }{
		{"is|", "Intelligence suggests that"},
		{"Pike sells pills. ib|", "Pike sells pills. It is believed that"},
		{"Pike sells pills, and ib|", "Pike sells pills, and it is believed that"},
		{"IS| he sells", "Intelligence suggests that he sells"},
		{"line\nis|", "line\nIntelligence suggests that"},
		{"He goes there eve|", "He goes there in the evening"},
		{"He goes there in the ev|", "He goes there in the evening"},
		{"He goes there on a reg| basis", "He goes there on a on a regular basis basis"}, // a short form is what it is
		{"Intel|", "Intelligence suggests that"},
		{"é is|", "é intelligence suggests that"},
	} {
		at := strings.Index(c.typed, "|")
		draft := c.typed[:at] + c.typed[at+1:]
		caret := len([]rune(c.typed[:at]))
		offers := ps.Offer(draft, caret)
		if len(offers) == 0 {
			t.Errorf("%q: nothing offered", c.typed)
			continue
		}
		if got := offers[0].Apply(draft); got != c.want {
			t.Errorf("%q gives %q, want %q", c.typed, got, c.want)
		}
	}
	for _, c := range []string{"|is", "i|s", "This|", "", "x |", "issue|", "…|"} {
		at := strings.Index(c, "|")
		if at < 0 {
			at = 0
		}
		draft := strings.Replace(c, "|", "", 1)
		if o := ps.Offer(draft, len([]rune(c[:at]))); len(o) != 0 {
			t.Errorf("%q: offered %v", c, o)
		}
	}
	for _, caret := range []int{-1, 0, 99} {
		if o := ps.Offer("is", caret); o != nil {
			t.Errorf("caret %d: offered %v", caret, o)
		}
	}
}

func TestInsertOverSelection(t *testing.T) {
	p := Phrase{Short: "is", Text: "intelligence suggests that"}
	for _, c := range []struct {
		draft      string
		start, end int
		want       string
		caret      int
	}{
		{"A source says he sells.", 0, 13, "Intelligence suggests that he sells.", 26},
		{"He may, ", 8, 8, "He may, intelligence suggests that", 34},
		{"now", 3, 3, "now intelligence suggests that", 30},
		{"he sells", 0, 0, "Intelligence suggests that he sells", 27},
		{"he", 99, 120, "he intelligence suggests that", 29},
	} {
		ch := p.Insert(c.draft, c.start, c.end)
		if got := ch.Apply(c.draft); got != c.want || ch.Caret() != c.caret {
			t.Errorf("%q: %q at %d, want %q at %d", c.draft, got, ch.Caret(), c.want, c.caret)
		}
	}
	if got := (Change{Start: 3, End: 1}).Apply("text"); got != "text" {
		t.Errorf("a change outside the text made %q", got)
	}
}

func TestGeneralise(t *testing.T) {
	for _, c := range []struct{ draft, sel, want string }{
		{"He left at 21:34 with two men.", "21:34", "He left at late evening with two men."},
		{"He left at 21:34 with two men.", "1:3", "He left at late evening with two men."},
		{"He paid £4,350 in cash.", "£4,350", "He paid several thousand pounds in cash."},
		{"He paid £4,350 in cash.", "350", "He paid several thousand pounds in cash."},
		{"He came on 2 June by car.", "2 June", "He came in early June by car."},
		{"He lives at 14 Acacia Road now.", "Acacia", "He lives at the Acacia Road area now."},
		{"He uses 07700 900455 daily.", "900", "He uses a telephone number daily."},
		{"He drives AB12 CDE daily.", "AB12 CDE", "He drives a vehicle daily."},
		{"He sells to Darren Pike weekly.", "Pike", "He sells to an associate weekly."},
	} {
		s := runeIndex(c.draft, c.sel)
		got := Generalise(c.draft, s, s+len([]rune(c.sel)))
		if len(got) == 0 || got[0].Apply(c.draft) != c.want {
			t.Errorf("%q of %q: %v, want %q", c.sel, c.draft, got, c.want)
		}
		if at := Generalise(c.draft, s, s); len(at) == 0 {
			t.Errorf("%q of %q: nothing offered at the caret", c.sel, c.draft)
		}
		for _, g := range got { // what is offered is no longer the value
			if strings.Contains(g.Apply(c.draft), c.sel) && g.Text != "Acacia Road" && !strings.Contains(g.Text, "Acacia Road") {
				t.Errorf("%q still stands in %q", c.sel, g.Apply(c.draft))
			}
		}
	}
	for _, c := range [][2]string{{"The subject may sell pills.", "sell"}, {"", ""}} {
		s := max(runeIndex(c[0], c[1]), 0)
		if got := Generalise(c[0], s, s+len(c[1])); len(got) != 0 {
			t.Errorf("%q of %q: %v", c[1], c[0], got)
		}
	}
}
