package sanitise

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// pairsForProperties are a few leaky drafts of every kind.
var pairsForProperties = []Input{
	{Source: "Our contact sat behind him on the bus and heard him say the cheque had bounced.", Draft: "He was overheard on a bus saying that a cheque bounced."},
	{Source: "Beacon on the Transit AB12 CDE: parked at the reservoir 2 June.", Draft: "Transit AB12 CDE visited the reservoir on 2 June."},
	{Source: "Phone imaged. Notes show buyers: Ivo, Rafe, Big Lyn. 07700 900121.", Draft: "A phone download shows buyers Ivo, Rafe and Big Lyn, number 07700 900121."},
	{Source: "Probe: \"nobody checks the second trailer, they never have\".", Draft: "He remarked that \"nobody checks the second trailer\"."},
	{Source: "Account 87654321 at 65-43-21 gets £612.", Draft: "Author: PC Oake\n£612 is paid to 65-43-21 87654321 each month."},
}

func checkFinding(t *testing.T, in Input, r Result) {
	t.Helper()
	d, s := []rune(in.Draft), []rune(in.Source)
	for _, f := range r.Findings {
		if f.Start < 0 || f.End > len(d) || f.Start >= f.End {
			t.Fatalf("span %d-%d of a draft of %d", f.Start, f.End, len(d))
		}
		if string(d[f.Start:f.End]) != f.Text {
			t.Fatalf("text %q is not the draft at %d-%d (%q)", f.Text, f.Start, f.End, string(d[f.Start:f.End]))
		}
		if f.SourceStart >= 0 && (f.SourceEnd > len(s) || f.SourceStart >= f.SourceEnd) {
			t.Fatalf("source span %d-%d of a source of %d", f.SourceStart, f.SourceEnd, len(s))
		}
		if (f.SourceStart < 0) != (f.SourceEnd < 0) {
			t.Fatal("half a source span")
		}
		if f.Rule == "" || f.Why == "" || f.Kind == "" || f.Severity != Block && f.Severity != Advise {
			t.Fatalf("unfinished finding %+v", f)
		}
		if f.Kind == DenyList && (f.Acceptable || f.Severity != Block) {
			t.Fatal("a deny-list finding that may be accepted")
		}
	}
}

func TestSpansAreExact(t *testing.T) {
	ins := append([]Input(nil), pairsForProperties...)
	for _, p := range readPairs(t, corpusFiles(t, "*.jsonl")) {
		ins = append(ins, Input{Source: p.Source, Draft: p.Draft})
	}
	for _, in := range ins {
		checkFinding(t, in, Check(in))
	}
}

// The same input gives the same result, from any number of places at once.
func TestDeterministicAndShared(t *testing.T) {
	var wg sync.WaitGroup
	for _, in := range pairsForProperties {
		want := Check(in)
		for range 4 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for range 5 {
					if got := Check(in); !reflect.DeepEqual(got, want) {
						t.Error("two results for one input")
					}
				}
			}()
		}
	}
	wg.Wait()
}

// Invisible characters and a change of case in the source change nothing about
// what is blocked.
func TestDisguiseDoesNotHelp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, in := range pairsForProperties {
		want := Check(in).Blocking()
		for range 30 {
			var b strings.Builder
			for _, c := range in.Draft {
				b.WriteRune(c)
				if r.IntN(4) == 0 && c != '\n' {
					b.WriteRune([]rune{0x200B, 0x200D, 0x2060, 0xFEFF}[r.IntN(4)])
				}
			}
			x := in
			x.Draft = b.String()
			got := Check(x)
			checkFinding(t, x, got)
			if got.Blocking() < want {
				t.Fatalf("%q: %d blocking with invisible characters, %d without", in.Draft, got.Blocking(), want)
			}
		}
	}
}

// A draft that is the source itself is always blocked; an empty draft never.
func TestEnds(t *testing.T) {
	for _, in := range pairsForProperties {
		if Check(Input{Source: in.Source, Draft: in.Source}).Blocking() == 0 {
			t.Errorf("the source itself passes: %q", in.Source)
		}
		if n := len(Check(Input{Source: in.Source}).Findings); n != 0 {
			t.Errorf("%d findings in an empty draft", n)
		}
	}
	if n := Check(Input{}).Blocking(); n != 0 {
		t.Error("findings in nothing")
	}
}

// The key of a finding does not depend on where it stands.
func TestKeyIsStable(t *testing.T) {
	for _, in := range pairsForProperties {
		a := Check(in)
		in.Draft = "Further to the above.\n\n" + in.Draft
		b := Check(in)
		keys := map[string]bool{}
		for _, f := range b.Findings {
			keys[f.Key()] = true
		}
		for _, f := range a.Findings {
			if strings.HasPrefix(f.Rule, "reads-as-") {
				continue // how a sentence reads rests on the sentences about it
			}
			if f.Severity == Block && f.Kind != Metadata && !keys[f.Key()] {
				t.Errorf("key %q is lost when the text moves", f.Key())
			}
		}
	}
	a := Finding{Kind: Identifier, Rule: "phone", Text: "07700 900121"}
	b := Finding{Kind: Identifier, Rule: "phone", Text: "07700\u200b 900121"}
	if a.Key() != b.Key() {
		t.Error("keys differ by an invisible character")
	}
}

func TestOrder(t *testing.T) {
	fs := Check(Input{Source: pairsForProperties[2].Source, Draft: pairsForProperties[2].Draft + " A source says so.", Deny: []Term{{Text: "Rafe", Kind: "name"}}}).Findings
	if len(fs) == 0 || fs[0].Kind != DenyList {
		t.Fatalf("the deny list is not first: %v", fs)
	}
	for i := 1; i < len(fs); i++ {
		if fs[i-1].Severity == Advise && fs[i].Severity == Block {
			t.Error("advice before a block")
		}
	}
}

func TestSmallCircle(t *testing.T) {
	src := "Only Sid and the source were told that the stolen trailer is hidden behind the grain store at the quarry."
	r := Check(Input{Source: src, Draft: "The stolen trailer is hidden behind the grain store at the quarry."})
	found := false
	for _, f := range r.Findings {
		found = found || f.Kind == SmallCircle && f.Severity == Block && f.SourceStart >= 0
	}
	if !found {
		t.Errorf("the event only two people knew is kept and not said: %v", r.Findings)
	}
	for _, f := range Check(Input{Source: src, Draft: "Rural theft may be increasing."}).Findings {
		if f.Kind == SmallCircle {
			t.Error("a small circle in a draft that keeps nothing")
		}
	}
}

func TestMosaic(t *testing.T) {
	day := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	in := Input{Source: "Kyle BODEN meets Jade at 21:34 on 2 June at 14 Acacia Road with £4,350.", Draft: "The meeting was at 21:34.",
		Earlier: []Earlier{{Release: "R2", When: day.AddDate(0, 0, 2), Text: "The sum was £4,350."}, {Release: "R1", When: day, Text: "It was on 2 June at 14 Acacia Road."}}}
	r := Check(in)
	var rel []string
	fresh := 0
	for _, f := range r.Mosaic {
		rel = append(rel, f.Release)
		if f.New {
			fresh++
		}
	}
	if len(rel) < 4 || rel[0] != "R1" || fresh == 0 {
		t.Fatalf("mosaic %+v", r.Mosaic)
	}
	warned := false
	for _, f := range r.Findings {
		warned = warned || f.Rule == "mosaic"
	}
	if !warned {
		t.Error("the sum of three releases is not warned of")
	}
	once := in
	once.Earlier, once.Told = nil, ReadEarlier(in.Earlier)
	for range 2 {
		if again := Check(once); !reflect.DeepEqual(again, r) {
			t.Errorf("releases read beforehand give %+v, not %+v", again, r)
		}
	}
	in.Draft = "The sum was £4,350." // nothing new
	for _, f := range Check(in).Mosaic {
		if f.New {
			t.Errorf("%v counted as new", f)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, in := range pairsForProperties {
		f.Add(in.Source, in.Draft, "Rafe")
	}
	f.Add("\xff\xfe £", "٠١٢ 07700", "é")
	f.Fuzz(func(t *testing.T, src, dft, deny string) {
		in := Input{Source: src, Draft: dft, Deny: []Term{{Text: deny, Kind: "name"}}}
		checkFinding(t, in, Check(in))
		for _, s := range Coarser(dft, OverPrecision) {
			if s == dft {
				t.Error("a coarser form that is the same")
			}
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("Dean Marsh went out", "Dean Marsh")
	f.Add("call 0 7 7 0 0 9 0 0 1 2 1 now", "07700 900121")
	f.Fuzz(func(t *testing.T, text, term string) {
		r := []rune(text)
		for _, d := range NewRefuse([]Term{{Text: term}}).Find(text) {
			if d.Start < 0 || d.End > len(r) || d.Start >= d.End || string(r[d.Start:d.End]) != d.Text {
				t.Fatalf("span %d-%d %q", d.Start, d.End, d.Text)
			}
		}
	})
}
