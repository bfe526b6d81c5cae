package risk

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// dictEntry is what one look-up of a word tells.
type dictEntry struct {
	word, model int32 // its number in the lexicon and in the model, 0 where it is in neither
	settled     bool  // no disguise: decode makes nothing else of it
	whole       bool  // not two words run together, written small
}

// buildDict files every word that the lexicon or the model knows.
func (e *Engine) buildDict() {
	e.dict = e.scorer.words.clone()
	e.entries = make([]dictEntry, e.dict.len(), e.dict.len()+len(e.plain))
	for n := range e.entries {
		w := e.dict.word(int32(n))
		if e.scorer.list[n+1].vector < 0 {
			w = e.plainWord(w)
		}
		e.entries[n].model = e.scorer.words.findString(w) + 1
	}
	file := func(s string) *dictEntry {
		n := e.dict.add(s)
		if int(n) == len(e.entries) {
			e.entries = append(e.entries, dictEntry{})
		}
		return &e.entries[n]
	}
	for id, s := range e.spelling[1:] {
		file(s).word = int32(id + 1)
	}
	if e.model.empty() {
		return
	}
	for _, s := range slices.Sorted(maps.Keys(e.plain)) {
		n := e.scorer.words.findString(e.plain[s]) + 1
		file(s).model = n
	}
}

// settle marks the words that the disguise pass can leave alone.
func (e *Engine) settle() {
	for n := range e.entries {
		en, s := &e.entries[n], e.dict.at(int32(n))
		if en.word != 0 || !onlyLetters(s) {
			continue
		}
		_, common := e.vectors.rank(s)
		en.settled = common && e.squeezed(s) == 0
		if len(s) >= shortestJoined && len(s) <= longestJoined {
			_, _, two := e.twoWords(s)
			en.whole = !two || e.real[string(s)]
		}
	}
}

func onlyLetters(s []byte) bool {
	for _, c := range s {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// lookUp gives the number in the lexicon of a word, or 0.
func (e *Engine) lookUp(s []byte) int32 {
	if n := e.dict.find(s); n >= 0 {
		return e.entries[n].word
	}
	return 0
}

// read files the word of a token.
func (t *token) read(e *Engine, s []byte) {
	if n := e.dict.find(s); n >= 0 {
		d := &e.entries[n]
		t.word, t.model, t.settled, t.whole = d.word, d.model, d.settled, d.whole
		return
	}
	t.word, t.model, t.settled, t.whole = 0, 0, false, false
	if !e.model.empty() {
		t.model = e.strange(string(s))
	}
}

// strange finds the number of a word that is not filed, by its stem.
func (e *Engine) strange(s string) int32 {
	st := stem(s)
	if n := e.vectors.find([]byte(st)); n >= 0 {
		return n + 1
	}
	if n := e.scorer.stems.findString(st); n >= 0 {
		return e.scorer.byStem[n]
	}
	return 0
}

// setWord gives a token a word of the lexicon by its number.
func (e *Engine) setWord(t *token, w int32) {
	t.word, t.model = w, 0
	if w != 0 {
		t.model = e.entries[e.dict.findString(e.spelling[w])].model
	}
}

// hiddenWords prepares the closed list of words that people disguise.
func (e *Engine) hiddenWords() {
	e.hidden, e.slips, e.bones = map[int][]int32{}, map[string]int32{}, map[string]int32{}
	for id := int32(1); int(id) < len(e.words); id++ {
		if !e.is(id, e.hide) {
			continue
		}
		s := e.spelling[id]
		if b := boneless(s); len(b) >= 3 && len(b) < len(s) && e.lookUp([]byte(b)) == 0 && e.bones[b] == 0 {
			e.bones[b] = id
		}
		e.hidden[len(s)] = append(e.hidden[len(s)], id)
		if len(s) < 6 {
			continue
		}
		for i := 1; i < len(s); i++ {
			slip := s[:i] + s[i+1:]
			if _, taken := e.slips[slip]; !taken && e.lookUp([]byte(slip)) == 0 {
				e.slips[slip] = id
			}
		}
	}
}

// boneless drops the vowels of a word.
func boneless(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if !vowel(s[i]) {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// readTables reads the tables beside the lexicon: look-alike letters, spellings by
// ear, and real words that lie one slip from a hidden one. like adds a unit's words to
// the spellings.
func (e *Engine) readTables(like map[string]string) error {
	e.folder.confusable, e.plain, e.real = map[rune]string{}, map[string]string{}, map[string]bool{}
	err := eachLine("confusables", func(code, to string) error {
		r, err := strconv.ParseInt(code, 16, 32)
		e.folder.confusable[rune(r)] = to
		return err
	})
	if err != nil {
		return err
	}
	err = eachLine("spellings", func(to, list string) error {
		for w := range strings.FieldsSeq(list) {
			e.plain[w] = to
		}
		return nil
	})
	if err != nil {
		return err
	}
	b, err := lexiconTables.ReadFile("lexicon/realwords.tsv")
	if err != nil {
		return fmt.Errorf("risk: read real words: %w", err)
	}
	for w := range strings.FieldsSeq(string(b)) {
		e.real[w] = true
	}
	maps.Copy(e.plain, like)
	return nil
}

// eachLine calls f for the two fields of every line of a table that is no remark.
func eachLine(table string, f func(a, b string) error) error {
	b, err := lexiconTables.ReadFile("lexicon/" + table + ".tsv")
	if err != nil {
		return fmt.Errorf("risk: read %s: %w", table, err)
	}
	for line := range strings.SplitSeq(string(b), "\n") {
		one, two, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if err := f(one, two); err != nil {
			return fmt.Errorf("risk: read %s: %w", table, err)
		}
	}
	return nil
}
