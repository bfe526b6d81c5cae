package risk

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
)

// plainTexts are the texts that are changed and tried again: every other one of
// those that are short enough.
func plainTexts(t *testing.T) []string {
	t.Helper()
	var out []string
	for i, it := range corpus(t, "dev-*.jsonl") {
		if i%2 == 0 && (it.Tier == "plain" || it.Tier == "narrative" || it.Tier == "hard") && len(it.Text) < 400 && !strings.Contains(it.Text, "\n") {
			out = append(out, it.Text)
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d texts to try", len(out))
	}
	return out
}

// TestFastScoresAgree holds the two readings of the model to each other.
func TestFastScoresAgree(t *testing.T) {
	e := newEngine(t)
	index := indexOf(e.model.signs())
	for _, it := range corpus(t, "dev-01.jsonl") {
		p := e.read(it.Text)
		live, aside := e.judge(p)
		m := &matcher{e: e, p: p}
		for _, w := range p.windows() {
			f := m.features(w, live, aside, it.Received)
			z, _ := m.scores(w, live, aside, it.Received)
			for ti, want := range e.model.answer(f, index) {
				if math.Abs(want-z[ti]) > 0.02 {
					t.Fatalf("%s: question %d: %.4f and %.4f", it.ID, ti, want, z[ti])
				}
			}
		}
	}
}

func invisibles(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%5 == 0 && unicode.IsLetter(r) {
			b.WriteRune('\u200b')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func wrapped(s string) string {
	words := strings.Split(s, " ")
	for i := 6; i < len(words); i += 7 {
		words[i] = "\n" + words[i]
	}
	return strings.ReplaceAll(strings.Join(words, " "), " \n", "\n")
}

var unchanged struct {
	once sync.Once
	list []Result
}

// plainResults are the results of plainTexts as they are, found once.
func plainResults(t *testing.T, e *Engine) []Result {
	t.Helper()
	unchanged.once.Do(func() {
		texts := plainTexts(t)
		items := make([]item, len(texts))
		for i, s := range texts {
			items[i].Text = s
		}
		unchanged.list = scanAll(e, items)
	})
	return unchanged.list
}

// steady applies a change that should not matter and reports how often it did.
func steady(t *testing.T, name string, least float64, change func(string) string) {
	t.Helper()
	e := newEngine(t)
	texts := plainTexts(t)
	changed := make([]item, len(texts))
	for i, s := range texts {
		changed[i].Text = change(s)
	}
	same := 0
	after := scanAll(e, changed)
	for i, before := range plainResults(t, e) {
		if (len(before.Labels) == 0) == (len(after[i].Labels) == 0) {
			same++
		}
	}
	got := ratio(same, len(texts))
	t.Logf("%s: %d of %d keep their verdict", name, same, len(texts))
	if got < least {
		t.Errorf("%s: %.3f keep their verdict, want %.3f", name, got, least)
	}
}

func TestZeroWidthDoesNotMatter(t *testing.T) { steady(t, "zero width", 0.95, invisibles) }
func TestUpperCaseDoesNotMatter(t *testing.T) { steady(t, "upper case", 0.93, strings.ToUpper) }
func TestLineWrapDoesNotMatter(t *testing.T)  { steady(t, "line wrap", 1, wrapped) }

func TestBoilerplateDoesNotMatter(t *testing.T) {
	steady(t, "boilerplate", 0.98, func(s string) string {
		return "OFFICIAL-SENSITIVE\n\n" + s + "\n\nHandling instructions: for the addressee only. Not to be copied without leave.\nKind regards\nSent from my iPhone"
	})
}

// TestNegatedSentenceRemovesNothing appends a denial of something else.
func TestNegatedSentenceRemovesNothing(t *testing.T) {
	e := newEngine(t)
	kept, all := 0, 0
	var longer []item
	for i, s := range plainTexts(t) {
		if len(plainResults(t, e)[i].Labels) > 0 {
			all++
			longer = append(longer, item{Text: s + " The van was not insured."})
		}
	}
	for _, res := range scanAll(e, longer) {
		if len(res.Labels) > 0 {
			kept++
		}
	}
	t.Logf("%d of %d prompts stand", kept, all)
	if ratio(kept, all) < 0.97 {
		t.Errorf("only %d of %d prompts stand", kept, all)
	}
}

func TestDeterministic(t *testing.T) {
	a, b := newEngine(t), newEngine(t)
	before := plainResults(t, a)
	for i, s := range plainTexts(t) {
		x, y := before[i], b.Scan(s, time.Time{})
		if !slices.Equal(x.Labels, y.Labels) || len(x.Mentions) != len(y.Mentions) {
			t.Fatalf("two engines differ on %q", s)
		}
		for i := range x.Prompts {
			if !slices.Equal(x.Prompts[i].Spans, y.Prompts[i].Spans) {
				t.Fatalf("two engines cite differently on %q", s)
			}
		}
	}
}

// TestWorstCases bounds the time of hostile input by that of ordinary text.
func TestWorstCases(t *testing.T) {
	e := newEngine(t)
	const size = 1 << 20
	for name, unit := range map[string]string{
		"one letter": "a", "digits": "7", "open quotes": "“", "combining marks": "a\u0301\u0323\u0331", "spaced letters": "k ",
		"one act": "kill ", "acts and people": "kill him ", "full stops": ".", "new lines": "\n", "invisible": "\u200b", "leet": "k1",
	} {
		text := strings.Repeat(unit, size/len(unit))
		start := time.Now()
		res := e.Scan(text, time.Time{})
		spent := time.Since(start)
		checkResult(t, text, &res)
		t.Logf("%-16s %v", name, spent)
		if spent > 4*time.Second {
			t.Errorf("%s: %v for 1 MB", name, spent)
		}
	}
}

func FuzzScan(f *testing.F) {
	e, err := New()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"he's gonna k1ll h1m 2nite", "s t a b  h i m", "[12:03] Kev: got the strap\n[12:04] T: omw", "\u200bst\u200bab", "\xff\xfe kill", "🔪🔪 him", "killhimtonightattheflat", "a.b.c.d", "“", "£5k to do him", "14 year old girl"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		res := e.Scan(s, time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC))
		checkResult(t, s, &res)
	})
}

// TestLongTextIsReadInPieces hides a threat deep in a long log and looks for it.
func TestLongTextIsReadInPieces(t *testing.T) {
	e := newEngine(t)
	filler := strings.Repeat("Officers attended and gave advice about parking. The road was clear.\n\n", 6000)
	threat := "He is going to shoot Danny Marlow in the head tonight and he has a revolver."
	text := filler + threat + "\n\n" + filler
	res := e.Scan(text, time.Time{})
	checkResult(t, text, &res)
	if !res.TTL {
		t.Fatal("the threat in the middle of a long log was not found")
	}
	at := len([]rune(filler))
	for _, p := range res.Prompts {
		if p.Category != ThreatToLife {
			continue
		}
		for _, s := range p.Spans {
			if s.Start < at || s.End > at+len(threat) {
				t.Errorf("span %+v lies outside the threat at %d", s, at)
			}
		}
	}
}
