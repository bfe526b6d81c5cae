package sanitise

import (
	"strings"
	"sync"
)

var stockPhrases = sync.OnceValue(func() map[string][][]string {
	m := map[string][][]string{}
	for _, b := range boilerplate {
		ws := strings.Fields(b)
		m[ws[0]] = append(m[ws[0]], ws)
	}
	return m
})

var nickCues = set("nicknamed nickname called calls call known aka alias tagged dubbed codename codenamed codeword slang street")

// rare reports uncommon words the draft carries over: misspellings, private
// nicknames and words few people use.
func (c *checker) rare() {
	nick := c.nicknames()
	looked := 0
	for i := range c.dft.toks {
		t := &c.dft.toks[i]
		if t.kind != wordTok || len(t.w) < 3 {
			continue
		}
		if at, ok := nick[t.w]; ok && !stopWords[t.w] {
			f := c.span(Identifier, i, i+1, "nickname", "A name the source uses for somebody or something.").from(c.src, at, at+1)
			c.add(f)
			continue
		}
		at := c.src.first(t.wid)
		if len(t.w) < 4 || at < 0 || t.cap || looked > 60 || c.dft.common(i) || t.poss && common(t.w+"s") {
			continue
		}
		looked++
		if i > 0 && (c.dft.toks[i-1].w == "." || c.dft.toks[i-1].w == "@") && !t.gap {
			continue
		}
		f := c.span(Verbatim, i, i+1, "rare-word", "An uncommon word the source also uses.").from(c.src, at, at+1)
		f.Severity, f.Acceptable = Advise, true
		if misspelt(t.w) {
			f.Severity, f.Rule, f.Why = Block, "misspelling", "A misspelling carried over from the source."
		}
		c.add(f)
	}
}

// nicknames reads the words the source says somebody is called: quoted or
// capitalised after a naming word.
func (c *checker) nicknames() map[string]int {
	v, m := c.src, map[string]int{}
	for i := range v.toks {
		t := &v.toks[i]
		if t.flags&isNick == 0 {
			continue
		}
		j := i + 1
		for k := 0; k < 3 && (v.word(j) == "as" || v.word(j) == "him" || v.word(j) == "her" || v.word(j) == "it" || v.word(j) == "the" || v.word(j) == "them" || v.word(j) == "name" || v.word(j) == ":"); k++ {
			j++
		}
		if w := v.word(j); w == "\"" || w == "'" {
			for k := j + 1; k < j+4 && v.at(k).kind == wordTok; k++ {
				if content(v.at(k)) {
					m[v.word(k)] = k
				}
			}
		} else if v.at(j).kind == wordTok && v.at(j).sent == t.sent && !common(w) && !given(w) && !v.at(j).cap && len(w) > 2 {
			m[w] = j
		}
	}
	return m
}

// misspelt reports a word one slip away from an everyday word, where the slip
// is not just British spelling.
func misspelt(w string) bool {
	if len(w) < 6 || len(w) > 14 || british(w) {
		return false
	}
	for _, end := range [...]string{"s", "ed", "ing", "er", "ers", "y", "ly", "ish", "ism", "ist", "able"} {
		if strings.HasSuffix(w, end) && len(w)-len(end) > 3 {
			return slip(w, len(w)-len(end))
		}
	}
	return slip(w, len(w))
}

// slip tries each single swap, drop and doubling inside the first n letters.
func slip(w string, n int) bool {
	b := []byte(w)
	for i := 1; i+1 < n; i++ {
		if b[i] != b[i+1] {
			b[i], b[i+1] = b[i+1], b[i]
			ok := listed(string(b))
			b[i], b[i+1] = b[i+1], b[i]
			if ok {
				return true
			}
		}
	}
	for i := 1; i < n; i++ {
		if w[i] == w[i-1] && listed(w[:i]+w[i+1:]) {
			return true
		}
		if listed(w[:i]+w[i-1:i]+w[i:]) && !vowel(w[i-1]) {
			return true
		}
		if listed(w[:i]+"e"+w[i:]) && i < n-1 {
			return true
		}
	}
	return strings.Contains(w, "ei") && listed(strings.Replace(w, "ei", "ie", 1)) ||
		strings.Contains(w, "ie") && listed(strings.Replace(w, "ie", "ei", 1))
}

func vowel(b byte) bool { return strings.IndexByte("aeiou", b) >= 0 }

func british(w string) bool {
	for _, p := range [...][2]string{{"our", "or"}, {"is", "iz"}, {"yse", "yze"}, {"ll", "l"}, {"re", "er"}, {"ae", "e"}, {"oe", "e"},
		{"ogue", "og"}, {"ence", "ense"}, {"mme", "m"}, {"gg", "g"}, {"pp", "p"}, {"ey", "y"}} {
		if strings.Contains(w, p[0]) && common(strings.Replace(w, p[0], p[1], 1)) {
			return true
		}
	}
	return false
}
