package risk

import (
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// example is one window of a text, ready for training.
type example struct {
	f      *features
	labels map[string]bool
	group  string // who wrote it
	long   bool   // a part of a longer document
}

// examples reads the windows of texts. Where a text that should prompt has several
// windows, nobody says which part of it matters: it is left out.
func examples(e *Engine, items []item) []example {
	var out []example
	for n := range items {
		it := &items[n]
		p := e.read(it.Text)
		live, aside := e.judge(p)
		m := &matcher{e: e, p: p}
		ws := p.windows()
		if len(ws) > 1 && !it.clean() {
			continue
		}
		labels := map[string]bool{"any": !it.clean(), "ttl": it.TTL, "immediate": it.Immediate}
		for _, l := range it.Labels {
			labels[l] = true
		}
		for _, w := range ws {
			out = append(out, example{f: m.features(w, live, aside, it.Received), labels: labels, group: author(it.ID), long: len(ws) > 1})
		}
	}
	return out
}

func targets() []string {
	out := []string{"any", "ttl", "immediate"}
	for _, c := range Categories() {
		out = append(out, string(c))
	}
	return out
}

// author names the pool that a text comes from; the corpus and the first short
// texts are of one author.
func author(id string) string {
	if rest, ok := strings.CutPrefix(id, "pool-"); ok {
		name, _, _ := strings.Cut(rest, "-")
		return name
	}
	return "first"
}

// signsOf keeps the signs that several examples share.
func signsOf(ex []example) []string {
	seen := map[string]int{}
	for i := range ex {
		for _, s := range ex[i].f.signs {
			seen[s]++
		}
	}
	var out []string
	for s, n := range seen {
		if n >= 3 {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

func indexOf(signs []string) map[string]int {
	index := make(map[string]int, len(signs))
	for i, s := range signs {
		index[s] = i
	}
	return index
}

// lessons gives each example its signs and how much each question matters there:
// rare answers weigh more, and which kind it is matters most where there is
// something.
func lessons(ex []example, index map[string]int) []lesson {
	names := targets()
	up := make([]float32, len(names))
	for k, name := range names {
		n := 0
		for i := range ex {
			if ex[i].labels[name] {
				n++
			}
		}
		up[k] = float32(math.Pow(float64(len(ex)-n)/float64(max(n, 1)), 0.25))
	}
	out := make([]lesson, len(ex))
	for i := range ex {
		l := &out[i]
		l.x.dense = ex[i].f.dense
		for _, s := range ex[i].f.signs {
			if at, ok := index[s]; ok {
				l.x.at = append(l.x.at, int32(at))
				l.x.val = append(l.x.val, signValue(s))
			}
		}
		l.want, l.care = make([]float32, len(names)), make([]float32, len(names))
		for k, name := range names {
			l.care[k] = 1
			if k >= firstCategory && !ex[i].labels["any"] {
				l.care[k] = 0.3
			}
			if ex[i].labels[name] {
				l.want[k], l.care[k] = 1, up[k]
			}
		}
	}
	return out
}

func train(ex []example, fits int) *weighed {
	signs := signsOf(ex)
	return fitJoint(lessons(ex, indexOf(signs)), signs, targets(), fits)
}

type judged struct {
	p    float64
	want bool
}

// best finds the threshold of the best F-measure; beta above one favours recall.
func best(list []judged, beta float64) (float64, float64) {
	slices.SortFunc(list, func(a, b judged) int {
		if a.p > b.p {
			return -1
		}
		return 1
	})
	total := 0
	for _, j := range list {
		if j.want {
			total++
		}
	}
	tp, top, at := 0, 0.0, 0.0
	for i, j := range list {
		if j.want {
			tp++
		}
		f := (1 + beta*beta) * float64(tp) / (beta*beta*float64(total) + float64(i+1))
		if f > top {
			top, at = f, j.p
			if i+1 < len(list) {
				at = (j.p + list[i+1].p) / 2
			}
		}
	}
	return top, at
}

// calibrate finds the line that turns scores into log-odds, as the held-out texts
// bear them out.
func calibrate(list []judged) (a, b float64) {
	a = 1
	for range 4000 {
		var ga, gb float64
		for _, j := range list {
			y := 0.0
			if j.want {
				y = 1
			}
			g := 1/(1+math.Exp(-(a*j.p+b))) - y
			ga += g * j.p
			gb += g
		}
		n := float64(len(list))
		a -= 0.3 * ga / n
		b -= 0.6 * gb / n
	}
	return a, b
}

// joinLife averages the two answers to whether somebody could be killed into the
// one of the category: two opinions are steadier than one.
func joinLife(m *weighed) {
	m.columns(func(list []float32) { list[firstCategory] = (list[firstCategory] + list[targetTTL]) / 2 })
}

// trainingItems are all texts that the model may learn from.
func trainingItems(t *testing.T) []item {
	items := append(corpus(t, "dev-*.jsonl"), shortItems(t)...)
	return append(items, poolItems(t, "pool-*.tsv")...)
}

// TestTrain fits the model and writes it; it runs only when asked. Every mark is
// set, and every figure printed, by models that have seen no text of the author
// who is judged.
func TestTrain(t *testing.T) {
	out := os.Getenv("RISK_TRAIN")
	if out == "" {
		t.Skip("RISK_TRAIN is not set: the model is not retrained")
	}
	e := newEngine(t)
	items := trainingItems(t)
	ex := examples(e, items)
	held := map[string]*weighed{}
	answers := make([][]float64, len(ex))
	for _, who := range []string{"a", "b", "c"} {
		var in []example
		for i := range ex {
			if ex[i].group != who {
				in = append(in, ex[i])
			}
		}
		m := train(in, foldFits)
		joinLife(m)
		held[who] = m
		index := indexOf(m.signs())
		for i := range ex {
			if ex[i].group == who {
				answers[i] = m.answer(ex[i].f, index)
			}
		}
	}
	full := train(ex, fullFits)
	joinLife(full)
	setMarks(t, ex, answers, full, held)
	for who, m := range held {
		m.round()
		if dir := os.Getenv("RISK_HELD"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, who+".bin"), m.write(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	engines := map[string]*Engine{}
	for who, m := range held {
		engines[who] = e.withModel(t, m)
		engines[who].encoder = &encoderFile{}
	}
	byAuthor(t, items, engines)
	full.round()
	t.Logf("%d windows, %d signs", len(ex), full.count)
	if err := os.WriteFile(out, full.write(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestHeld measures the models that a training left in RISK_HELD, each on the
// author it has not seen.
func TestHeld(t *testing.T) {
	dir := os.Getenv("RISK_HELD")
	if dir == "" || os.Getenv("RISK_TRAIN") != "" {
		t.Skip("RISK_HELD is not set: no models to measure")
	}
	byAuthor(t, trainingItems(t), heldModels(t))
}

// setMarks turns the answers into log-odds and finds where each question is
// answered yes. The rules were written with the first author's texts in view, so
// the marks are set on those of authors a, b and c; pools d and d2 are learnt from
// only.
func setMarks(t *testing.T, ex []example, answers [][]float64, full *weighed, held map[string]*weighed) {
	t.Helper()
	all := append(make([]*weighed, 0, len(held)+1), full)
	for _, m := range held {
		all = append(all, m)
	}
	fair := func(i int) bool { return answers[i] != nil && !ex[i].long }
	for k, name := range full.targets {
		var list []judged
		for i := range ex {
			if fair(i) && (k < firstCategory || answers[i][targetAny] >= 0) {
				list = append(list, judged{answers[i][k], ex[i].labels[name]})
			}
		}
		a, b := calibrate(list)
		for _, m := range all {
			m.scaleTarget(k, float32(a), float32(b))
		}
		for i := range answers {
			if answers[i] != nil {
				answers[i][k] = a*answers[i][k] + b
			}
		}
		for i := range list {
			list[i].p = a*list[i].p + b
		}
		beta := 1.0
		if Category(name).Life() || k == targetTTL {
			beta = 1.25 // a life that is missed costs most
		}
		f1, at := best(list, beta)
		if k == targetAny {
			at = 0.15 // near even odds: about as many missed as falsely raised
		}
		for _, m := range all {
			m.threshold[k] = float32(at)
		}
		t.Logf("%-22s F1 %.3f at %.2f (a %.2f b %.2f, %d)", name, f1, at, a, b, len(list))
	}
}

// byAuthor measures whole scans of each author's texts by a model that has not
// seen them.
func byAuthor(t *testing.T, items []item, held map[string]*Engine) {
	t.Helper()
	by := map[string][]item{}
	for _, it := range items {
		by[author(it.ID)] = append(by[author(it.ID)], it)
	}
	total, log := newReport(), ""
	for _, who := range slices.Sorted(maps.Keys(held)) {
		r := newReport()
		log += measureInto(t, held[who], by[who], r)
		line(t, "author "+who, r, len(by[who]))
		total.join(r)
	}
	if dump := os.Getenv("RISK_DUMP"); dump != "" {
		if err := os.WriteFile(dump, []byte(log), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	show(t, "authors, each unseen", total)
}

// withModel gives an engine that answers by another model.
func (e *Engine) withModel(t *testing.T, m *weighed) *Engine {
	out := *e
	out.model = m
	var err error
	if out.vectors, err = readVectors(vectorBytes); err != nil {
		t.Fatal(err)
	}
	out.layOut()
	return &out
}

// shortItems reads the first short texts, which serve for training only.
func shortItems(t *testing.T) []item {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "training", "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no short texts for training: %v", err)
	}
	var out []item
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(b), "\n") {
			labels, text, ok := strings.Cut(line, " | ")
			if !ok || line[0] == '#' {
				continue
			}
			it := item{ID: fmt.Sprintf("%s:%d", name, n+1), Text: text, TTL: strings.Contains(labels, "!"), Immediate: strings.Contains(labels, "*")}
			for _, l := range strings.Fields(labels) {
				l = strings.TrimRight(l, "!*")
				if c, ok := shortNames()[l]; ok {
					it.Labels = append(it.Labels, string(c))
				} else if l != "none" {
					t.Fatalf("%s:%d: no label %q", name, n+1, l)
				}
			}
			if it.TTL && slices.Contains(it.Labels, string(Explosives)) && !slices.Contains(it.Labels, string(ThreatToLife)) {
				it.Labels = append(it.Labels, string(ThreatToLife))
			}
			if len(it.Labels) == 0 {
				it.Labels = []string{"none"}
			}
			out = append(out, it)
		}
	}
	return out
}

func (c Category) known() bool { return slices.Contains(Categories(), c) }
