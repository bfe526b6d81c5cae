package sanitise

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// familiarList holds the forms of given names, short and foreign; each line is
// one name.
//
//go:embed words/familiar.txt
var familiarList string

var familiarForms = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(familiarList) {
		ws := strings.Fields(line)
		for _, x := range ws {
			for _, y := range ws {
				if y != x && !slices.Contains(m[x], y) {
					m[x] = append(m[x], y)
				}
			}
		}
	}
	return m
})

// familiar gives the other forms of a given name; the caller changes none.
func familiar(w string) []string { return familiarForms()[w] }

// petEndings are what is put to a name cut short: Macca, Dougie, Kezza, Robbo.
var petEndings = [...]string{"zza", "sie", "zer", "ers", "ie", "ey", "er", "za", "zz", "y", "i", "o", "a", "s"}

// petRoot is what is left of a name without such an ending.
func petRoot(w string) string {
	for _, end := range petEndings {
		if strings.HasSuffix(w, end) && len(w)-len(end) >= 2 {
			w = w[:len(w)-len(end)]
			if end == "zza" || end == "za" || end == "zz" {
				return w + "z"
			}
			break
		}
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] {
		w = w[:n-1]
	}
	return w
}

// samePet reports two names of which one is the other cut short: Winnie and
// Winifred, Tez and Terry, Loz and Lozza. What they share has three letters or
// more, and a much longer one is a given name.
func samePet(a, b string) bool {
	return a != b && (cutShort(a, b) || cutShort(b, a))
}

func cutShort(short, long string) bool {
	r := petRoot(short)
	n := len(r)
	if n < 3 || n > len(long) || n > 6 || len(short) > n+3 || len(long) > n+3 && !given(long) {
		return false
	}
	if long[:n] == r {
		return true
	}
	return r[n-1] == 'z' && long[:n-1] == r[:n-1] && (long[n-1] == 'r' || long[n-1] == 's')
}

// knownAs is the name of the source of which a word of the draft is another
// form, or "".
func (c *checker) knownAs(w string, known map[string]*namedTogether) string {
	for _, f := range familiar(w) {
		if known[f] != nil {
			return f
		}
		if at := c.capitalOf(f); at >= 0 && len(f) > 2 {
			known[f] = &namedTogether{weight: 1, mentions: 1, first: at}
			return f
		}
	}
	if len(w) < 3 || common(w) && !given(w) {
		return ""
	}
	if c.pets == nil { // by their first two letters
		c.pets = map[string][]string{}
		for _, n := range c.called {
			if len(n) >= 3 && known[n] != nil && len(c.pets[n[:2]]) < mostDisguised && (given(n) || !common(n)) {
				c.pets[n[:2]] = append(c.pets[n[:2]], n)
			}
		}
	}
	c.dft.work += len(c.pets[w[:2]])
	for _, n := range c.pets[w[:2]] {
		if samePet(w, n) && (given(n) || given(w) || known[n].weight > 0) {
			return n
		}
	}
	if len(w) < 4 || common(w) && !given(w) {
		return ""
	}
	code := soundOf(w)
	c.dft.work += min(len(c.called), mostDisguised)
	for _, n := range c.called[:min(len(c.called), mostDisguised)] {
		if len(n) >= 4 && known[n] != nil && given(n) && abs(len(n)-len(w)) <= 2 && n != w && open(n) == open(w) && soundOf(n) == code {
			return n
		}
	}
	return ""
}

// open reports a name that ends in a vowel.
func open(w string) bool { return strings.IndexByte("aeiouy", w[len(w)-1]) >= 0 }

// soundOf is the sound of a name, whichever of the letters for its first sound it
// begins with.
func soundOf(w string) string {
	switch {
	case w[0] == 'c' && len(w) > 1 && strings.IndexByte("aoulrkh", w[1]) >= 0, w[0] == 'q':
		w = "k" + w[1:]
	case strings.HasPrefix(w, "ph"):
		w = "f" + w[2:]
	case w[0] == 'g' && len(w) > 1 && (w[1] == 'e' || w[1] == 'i'):
		w = "j" + w[1:]
	}
	return sound(w)
}

// joined is the name of the source that two words of the draft make when written
// together, give or take a letter, or "".
func (c *checker) joined(w string, known map[string]*namedTogether) string {
	if known[w] != nil {
		return w
	}
	c.dft.work += min(len(c.called), mostDisguised)
	for _, n := range c.called[:min(len(c.called), mostDisguised)] {
		if len(n) >= 6 && known[n] != nil && near(n, w) {
			return n
		}
	}
	return ""
}

// capitalOf is the first token of the source that is this word with a capital, or
// -1. A name that opens a quotation is in no list of names.
func (c *checker) capitalOf(w string) int {
	n := c.src.id(w)
	if n < 0 {
		return -1
	}
	if c.capital == nil {
		c.capital = make([]int32, len(c.src.words))
		for i := len(c.src.toks) - 1; i >= 0; i-- {
			if t := &c.src.toks[i]; t.cap {
				c.capital[t.rec] = int32(i + 1)
			}
		}
		c.src.work += len(c.src.toks)
	}
	return int(c.capital[n]) - 1
}
