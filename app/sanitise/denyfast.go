package sanitise

import (
	"strings"
	"unicode/utf8"
)

// blockSize is about how many bytes of text are looked over at a time before
// deciding whether to read them closely.
const blockSize = 240

// Find lists every deny-listed term in a text, in order of place. Most of a text
// holds no word that could start a term; only the neighbourhood of one that
// could is read closely, so long texts cost little.
func (r *Refuse) Find(text string) []Denied {
	if len(r.m.terms) == 0 || text == "" {
		return nil
	}
	var out []Denied
	runes, done := 0, 0 // rune offset of the byte offset done
	start, last := -1, false
	flush := func(end int) {
		if start < 0 {
			return
		}
		runes += utf8.RuneCountInString(text[done:start])
		out = r.close(text[start:end], runes, out)
		runes += utf8.RuneCountInString(text[start:end])
		done, start = end, -1
	}
	prev := 0
	for i := 0; i < len(text); {
		e := blockEnd(text, i)
		hot := r.m.mayHold(text[i:e])
		switch {
		case hot && start < 0:
			start = max(prev, done)
		case !hot && start >= 0 && !last:
			flush(i)
		}
		last = hot
		prev = i
		i = e
	}
	flush(len(text))
	return out
}

// close reads a stretch in full. base is its rune offset in the whole.
func (r *Refuse) close(text string, base int, out []Denied) []Denied {
	v := newView(text)
	for _, h := range r.m.find(v) {
		s, e := v.toks[h.s].s, v.toks[h.e-1].e
		out = append(out, Denied{Term: r.m.terms[h.term], Start: base + s, End: base + e, Text: v.cut(s, e), How: h.how})
	}
	return out
}

// blockEnd cuts after a line break or space near the block size.
func blockEnd(t string, i int) int {
	e := i + blockSize
	if e >= len(t) {
		return len(t)
	}
	for k := e; k < len(t) && k < e+blockSize; k++ {
		if t[k] == '\n' || t[k] == ' ' {
			return k + 1
		}
	}
	e = min(len(t), e+blockSize)
	for e < len(t) && !utf8.RuneStart(t[e]) {
		e++
	}
	return e
}

// mayHold looks a block over: could a term start in it?
func (m *matcher) mayHold(t string) bool {
	var w [48]byte
	var num [2 * blockSize]byte
	n, short, spelled, k := 0, 0, 0, 0
	for i := 0; i <= len(t); i++ {
		c := byte(' ')
		if i < len(t) {
			c = t[i]
		}
		switch {
		case c >= 'A' && c <= 'Z':
			c += 32
		case c >= 0x80:
			if i+2 < len(t) && c == 0xE2 && t[i+1] == 0x80 && plainMark(t[i+2]) {
				i += 2
				c = ' '
				break
			}
			return true
		}
		if lower(c) || digit(c) {
			if n < len(w) {
				w[n] = c
			}
			n++
			if k < len(num) {
				num[k] = c
				k++
			}
			continue
		}
		if n == 0 {
			continue
		}
		if n > len(w) {
			return true
		}
		word := w[:n]
		if len(m.first[string(word)]) > 0 {
			if n > 1 || t[i-1] >= 'A' && t[i-1] <= 'Z' {
				return true
			}
		}
		if _, ok := m.joined[string(word)]; ok {
			return true
		}
		if n <= 2 {
			if short++; short >= 4 {
				return true
			}
		} else {
			short = 0
			if n >= 4 && len(m.sound) > 0 && lower(word[0]) && m.soundsLike(word, t[i-n]) {
				return true
			}
			if len(m.nums) > 0 && digitWords[string(word)] != "" {
				if spelled++; spelled >= 2 {
					return true
				}
			}
		}
		n = 0
	}
	for s := range m.nums {
		if k >= 4 && strings.Contains(string(num[:k]), s) {
			return true
		}
	}
	return false
}

// plainMark reports the third byte of a curly quote, a dash or an ellipsis.
func plainMark(c byte) bool {
	return c >= 0x93 && c <= 0x9D || c == 0xA6 || c == 0xA2
}

// soundsLike reports a word that sounds like part of a term and is not an
// everyday word in small letters.
func (m *matcher) soundsLike(word []byte, first byte) bool {
	s := string(word)
	if len(m.sound[sound(s)]) == 0 && !m.slips(s) {
		return false
	}
	return first >= 'A' && first <= 'Z' || !common(s)
}

// slips reports a word one letter from a word of a term that is not a name:
// those are not compared by sound.
func (m *matcher) slips(s string) bool {
	for _, w := range m.long {
		if near(s, w) {
			return true
		}
	}
	return false
}
