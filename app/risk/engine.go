package risk

import (
	"fmt"
	"hash/crc32"
	"maps"
	"strconv"
	"strings"
)

// Engine holds a compiled lexicon. It is immutable after New and safe for
// concurrent use.
type Engine struct {
	version    string
	folder     folder
	vocab      map[string]int32
	spelling   []string
	words      []wordEntry
	rules      []*rule
	byAnchor   [][]*rule
	anchorBits bitset
	stride     int
	closure    []bitset // by class: the classes that it stands for
	blocks     []sparse // the same, for adding
	dict       wordTable
	entries    []dictEntry // by number in dict
	hidden     map[int][]int32
	slips      map[string]int32
	bones      map[string]int32 // hidden words without their vowels
	real       map[string]bool
	scopes     scopeClasses
	times      timeClasses
	vectors    *vectors
	model      *weighed
	encoder    *encoderFile // reads the windows that are in doubt
	scorer     *scorer
	named      bitset // the classes that the lexicon names
	classNames []string
	roles      roleClasses
	plain      map[string]string // the plain word for a spelling by ear
	own        map[string]bool   // words of the unit's own terms

	hide, hideTail, hideHead, firstNames, sumWords, unitWords, ageTail classID
	numberWords                                                        map[int32]int

	wAged, wYear, wYears, wYr, wOld, wOlds, wMonth, wMonths, wWeek, wWeeks, wAm, wPm, wOclock, wHrs int32
	wAt, wBy, wTil, wIs, wShes, wHes, wOnly, wJust, wIm, wAre, wTurns, wTurned, wBeing, wTheyre     int32
	wWas, wAge                                                                                      int32
}

// New compiles the embedded lexicon.
func New() (*Engine, error) {
	reading := readLearnt()
	lx, err := readLexicon(lexiconFiles)
	if err != nil {
		return nil, err
	}
	return compile(lx, func() learnt { return <-reading })
}

// Version names the lexicon and rules that the engine holds.
func (e *Engine) Version() string { return e.version }

// compile makes an engine of a lexicon; wait gives the model when it is needed.
func compile(lx *lexicon, wait func() learnt) (*Engine, error) {
	sum := crc32.Update(crc32.Update(lx.sum, crc32.IEEETable, modelBytes), crc32.IEEETable, []byte(encoderBytes))
	e := &Engine{encoder: shipped, version: fmt.Sprintf("%s.%08x", lx.version, sum), vocab: map[string]int32{}, words: make([]wordEntry, 1)}
	b := &builder{lx: lx, e: e, ids: map[string]classID{}}
	for _, name := range shapeNames() {
		b.define(name)
	}
	for _, name := range lx.order {
		b.define(name)
	}
	for _, raw := range lx.rules {
		r, err := b.compileRule(raw)
		if err != nil {
			return nil, err
		}
		e.rules = append(e.rules, r)
	}
	if err := e.special(b); err != nil {
		return nil, err
	}
	if err := b.file(); err != nil {
		return nil, err
	}
	b.anchors()
	e.classNames, e.named = b.names, newBitset(e.stride)
	for id, name := range b.names {
		if upper(name) && !strings.Contains(name, "|") {
			e.named.set(classID(id))
		}
	}
	e.hiddenWords()
	got := wait()
	if got.err != nil {
		return nil, got.err
	}
	e.vectors, e.model = got.vectors, got.model
	if err := e.readTables(); err != nil {
		return nil, err
	}
	maps.Copy(e.plain, lx.like)
	e.scorer = e.newScorer()
	e.buildDict()
	return e, nil
}

// special looks up the classes and words that the code itself asks about.
func (e *Engine) special(b *builder) error {
	var missing []string
	get := func(name string) classID {
		id, ok := b.ids[name]
		if !ok {
			missing = append(missing, name)
		}
		return id
	}
	e.hide, e.hideTail, e.hideHead = get("HIDE"), get("HIDE_TAIL"), get("HIDE_HEAD")
	e.firstNames, e.sumWords, e.unitWords, e.ageTail = get("FIRST_NAME"), get("SUM_WORD"), get("UNIT_WORD"), get("AGE_TAIL")
	e.scopes.load(get)
	e.times.load(get)
	e.roles.load(get)
	if len(missing) > 0 {
		return fmt.Errorf("risk: lexicon lacks the classes %s", strings.Join(missing, ", "))
	}
	for s, at := range map[string]*int32{
		"aged": &e.wAged, "year": &e.wYear, "years": &e.wYears, "yr": &e.wYr, "old": &e.wOld, "olds": &e.wOlds,
		"month": &e.wMonth, "months": &e.wMonths, "week": &e.wWeek, "weeks": &e.wWeeks, "am": &e.wAm, "pm": &e.wPm,
		"oclock": &e.wOclock, "hrs": &e.wHrs, "at": &e.wAt, "by": &e.wBy, "til": &e.wTil, "is": &e.wIs, "shes": &e.wShes,
		"hes": &e.wHes, "only": &e.wOnly, "just": &e.wJust, "im": &e.wIm, "are": &e.wAre, "turns": &e.wTurns,
		"turned": &e.wTurned, "being": &e.wBeing, "theyre": &e.wTheyre, "was": &e.wWas, "age": &e.wAge,
	} {
		*at = b.word(s)
	}
	e.numberWords = map[int32]int{}
	for s, n := range numberWord() {
		e.numberWords[b.word(s)] = n
	}
	return nil
}

// hiddenWords prepares the closed list of words that people disguise.
func (e *Engine) hiddenWords() {
	e.spelling = make([]string, len(e.words))
	for s, id := range e.vocab {
		e.spelling[id] = s
	}
	e.hidden, e.slips, e.bones = map[int][]int32{}, map[string]int32{}, map[string]int32{}
	for id := 1; id < len(e.words); id++ {
		if !e.words[id].classes.has(e.hide) {
			continue
		}
		s := e.spelling[id]
		if b := boneless(s); len(b) >= 3 && len(b) < len(s) && e.vocab[b] == 0 && e.bones[b] == 0 {
			e.bones[b] = int32(id)
		}
		e.hidden[len(s)] = append(e.hidden[len(s)], int32(id))
		if len(s) < 6 {
			continue
		}
		for i := 1; i < len(s); i++ {
			slip := s[:i] + s[i+1:]
			if _, taken := e.slips[slip]; !taken && e.vocab[slip] == 0 {
				e.slips[slip] = int32(id)
			}
		}
	}
}

// readTables reads the tables beside the lexicon: look-alike letters, and real
// words that lie one slip from a hidden one.
func (e *Engine) readTables() error {
	e.folder.confusable = map[rune]string{}
	b, err := lexiconTables.ReadFile("lexicon/confusables.tsv")
	if err != nil {
		return fmt.Errorf("risk: read look-alikes: %w", err)
	}
	for _, line := range strings.Split(string(b), "\n") {
		code, to, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		r, err := strconv.ParseInt(code, 16, 32)
		if err != nil {
			return fmt.Errorf("risk: read look-alikes: %w", err)
		}
		e.folder.confusable[rune(r)] = to
	}
	b, err = lexiconTables.ReadFile("lexicon/spellings.tsv")
	if err != nil {
		return fmt.Errorf("risk: read spellings: %w", err)
	}
	e.plain = map[string]string{}
	for _, line := range strings.Split(string(b), "\n") {
		to, list, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(list) {
			e.plain[w] = to
		}
	}
	b, err = lexiconTables.ReadFile("lexicon/realwords.tsv")
	if err != nil {
		return fmt.Errorf("risk: read real words: %w", err)
	}
	e.real = map[string]bool{}
	for _, w := range strings.Fields(string(b)) {
		e.real[w] = true
	}
	return nil
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

// dictEntry is what one look-up of a word tells: its number in the lexicon and in
// the model, 0 where it is in neither.
type dictEntry struct{ word, model int32 }

// buildDict files every word that the lexicon or the model knows.
func (e *Engine) buildDict() {
	if e.scorer == nil {
		e.dict = newWordTable(len(e.vocab))
	} else {
		e.dict = e.scorer.words.clone()
	}
	e.entries = make([]dictEntry, len(e.dict.words), len(e.dict.words)+len(e.vocab))
	for n, w := range e.dict.words {
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
	for s, id := range e.vocab {
		file(s).word = id
	}
	if e.scorer == nil {
		return
	}
	for s, to := range e.plain {
		n := e.scorer.words.findString(to) + 1
		file(s).model = n
	}
}

// read files the word of a token.
func (t *token) read(e *Engine, s []byte) {
	if n := e.dict.find(s); n >= 0 {
		d := e.entries[n]
		t.word, t.model = d.word, d.model
		return
	}
	t.word, t.model = 0, 0
	if e.scorer != nil {
		t.model = e.strange(string(s))
	}
}

// strange finds the number of a word that is not filed, by its stem.
func (e *Engine) strange(s string) int32 {
	st := stem(s)
	if n := e.vectors.index.findString(st); n >= 0 {
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

type learnt struct {
	vectors *vectors
	model   *weighed
	err     error
}

// readLearnt reads the vectors and the model while the lexicon is compiled.
func readLearnt() <-chan learnt {
	out := make(chan learnt, 1)
	go func() {
		var l learnt
		if l.vectors, l.err = readVectors(vectorBytes); l.err == nil {
			l.model, l.err = readModel(modelBytes)
		}
		out <- l
	}()
	return out
}
