package alike

import (
	"fmt"
	"strings"
	"testing"
)

func text(n int, change func(i int, w string) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(change(i, fmt.Sprintf("word%d", i*7919%10007)) + " ")
	}
	return b.String()
}

func keep(_ int, w string) string { return w }

func TestShare(t *testing.T) {
	base := text(400, keep)
	for _, c := range []struct {
		name, a, b string
		low, high  float64
	}{
		{"the same", base, base, 1, 1},
		{"case, signs and line ends", base, strings.ToUpper(strings.ReplaceAll(base, " ", " ,\r\n")), 1, 1},
		{"one word changed", base, text(400, func(i int, w string) string {
			if i == 200 {
				return "other"
			}
			return w
		}), 0.98, 0.999},
		{"every tenth word changed", base, text(400, func(i int, w string) string {
			if i%10 == 0 {
				return "x" + w
			}
			return w
		}), 0.3, 0.7},
		{"a header of thirty words over it", base, text(30, func(_ int, w string) string { return "h" + w }) + base, 0.9, 0.95},
		{"half of it", base, text(200, keep), 0.4, 0.51},
		{"nothing of it", base, text(400, func(_ int, w string) string { return "z" + w }), 0, 0},
		{"no words", "", " -- ", 0, 0},
		{"two words, the same", "call now", "Call now!", 1, 1},
		{"two words, another", "call now", "call then", 0, 0},
	} {
		got := Of(c.a).Share(Of(c.b))
		if got < c.low || got > c.high || got != Of(c.b).Share(Of(c.a)) {
			t.Errorf("%s: %.3f, want %.3f to %.3f, and the same either way", c.name, got, c.low, c.high)
		}
	}
}

func TestHolds(t *testing.T) {
	s := Of("one two three four five six seven")
	for text, want := range map[string]bool{"Two three, four five": true, "two three four six": false, "seven": false, "": false} {
		if s.Holds(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestProbesFindWhatIsNear(t *testing.T) {
	base := text(300, keep)
	near := strings.Join(wordsOf(text(300, func(i int, w string) string {
		if i%50 == 0 {
			return "x" + w
		}
		return w
	})), " ")
	hits := 0
	for _, p := range Probes(base, 8) {
		if strings.Contains(near, strings.Join(p, " ")) {
			hits++
		}
	}
	if hits < 4 {
		t.Errorf("%d of 8 probes hit", hits)
	}
	if got := Probes("one", 8); len(got) != 1 || Probes("", 8) != nil {
		t.Errorf("short texts: %v", got)
	}
}

func TestLines(t *testing.T) {
	show := func(ls []Line) string {
		var b strings.Builder
		for _, l := range ls {
			b.WriteString(string(l.Sign) + l.Text + "|")
		}
		return b.String()
	}
	for _, c := range []struct{ a, b, want string }{
		{"a\nb\nc", "a\nx\nc", " a|-b|+x| c|"},
		{"a\nb", "a\r\nb  \n", " a| b|"},
		{"", "new", "+new|"},
		{"one\ntwo\nthree\nfour", "two\nfour\nfive", "-one| two|-three| four|+five|"},
	} {
		if got := show(Lines(c.a, c.b)); got != c.want {
			t.Errorf("%q and %q: %s, want %s", c.a, c.b, got, c.want)
		}
	}
	if n := Changed(Lines("a\nb", "a\nc")); n != 2 {
		t.Errorf("%d changed", n)
	}
}

// Whatever the two texts are, the first is what is common and gone, and the
// second holds what is common and new, each line as often as it stands there.
func TestLinesLoseNothing(t *testing.T) {
	long := strings.Repeat("x\ny\nz\n", 1500)
	for _, c := range [][2]string{{"a\nb\na\nc", "c\na\nb\nb"}, {long + "end", "start\n" + strings.Repeat("y\nq\nx\n", 1500)}} {
		count := map[string][2]int{}
		for _, l := range Lines(c[0], c[1]) {
			n := count[l.Text]
			if l.Sign != '+' {
				n[0]++
			}
			if l.Sign != '-' {
				n[1]++
			}
			count[l.Text] = n
		}
		for side, text := range c {
			want := map[string]int{}
			for _, l := range split(text) {
				want[l]++
			}
			for l, n := range want {
				if count[l][side] != n {
					t.Errorf("%q stands %d times on side %d, want %d", l, count[l][side], side, n)
				}
			}
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add("a\nb", "b\na")
	f.Fuzz(func(t *testing.T, a, b string) {
		back := [2][]string{}
		for _, l := range Lines(a, b) {
			if l.Sign != '+' {
				back[0] = append(back[0], l.Text)
			}
			if l.Sign != '-' {
				back[1] = append(back[1], l.Text)
			}
		}
		if strings.Join(back[0], "\n") != strings.Join(split(a), "\n") || strings.Join(back[1], "\n") != strings.Join(split(b), "\n") {
			t.Fatalf("%q %q: %q", a, b, back)
		}
		if s := Of(a).Share(Of(b)); s < 0 || s > 1 {
			t.Fatalf("share %v", s)
		}
	})
}
