package risk

import (
	_ "embed"
	"fmt"
	"hash/crc32"
	"strings"
)

// Engine holds a compiled lexicon. It is immutable after New and safe for
// concurrent use.
type Engine struct {
	version string

	// The lexicon: classes, words, phrases, rules.
	classNames  []string
	stride      int
	closure     []bitset // by class: the classes that it stands for
	classBlocks []sparse // the same, for adding
	named       bitset   // the classes that the lexicon names
	words       []wordEntry
	spelling    []string // by word
	blocks      []block  // of the words
	phrases     automaton
	rules       []*rule
	byAnchor    [][]*rule
	anchorBits  bitset

	// Reading: every word that is known, and how disguises are undone.
	dict    wordTable
	entries []dictEntry // by number in dict
	hidden  map[int][]int32
	slips   map[string]int32
	bones   map[string]int32 // hidden words without their vowels
	real    map[string]bool
	folder  folder
	plain   map[string]string // the plain word for a spelling by ear
	own     map[string]bool   // words of the unit's own terms

	// Weighing.
	vectors *vectors
	model   *weighed
	scorer  *scorer
	encoder *encoderFile // reads the windows that are in doubt

	marks
}

// wordEntry is a word of the lexicon.
type wordEntry struct {
	from, to int32 // of the blocks of the classes that it stands for by itself
	number   int32 // that it says: "twelve"
}

// marks are the classes and words that the code itself asks about.
type marks struct {
	scopes scopeClasses
	times  timeClasses
	roles  roleClasses

	hide, hideTail, hideHead, firstNames, sumWords, unitWords, ageTail classID

	wAged, wYear, wYears, wYr, wOld, wOlds, wMonth, wMonths, wWeek, wWeeks, wAm, wPm, wOclock, wHrs int32
	wAt, wBy, wTil, wIs, wShes, wHes, wOnly, wJust, wIm, wAre, wTurns, wTurned, wBeing, wTheyre     int32
	wWas, wAge                                                                                      int32
}

// New gives the engine of the embedded lexicon, from its compiled form.
func New() (*Engine, error) { return readCompiled(compiledBytes) }

// build compiles the embedded lexicon.
func build() (*Engine, error) {
	lx, err := readLexicon(lexiconFiles)
	if err != nil {
		return nil, err
	}
	m, err := readModel(modelBytes)
	if err != nil {
		return nil, err
	}
	return compile(lx, m)
}

// Version names the lexicon and rules that the engine holds.
func (e *Engine) Version() string { return e.version }

// compile makes an engine of a lexicon and a model.
func compile(lx *lexicon, model *weighed) (*Engine, error) {
	sum := crc32.Update(crc32.Update(lx.sum, crc32.IEEETable, modelBytes), crc32.IEEETable, []byte(encoderBytes))
	e := &Engine{encoder: shipped, version: fmt.Sprintf("%s.%08x", lx.version, sum)}
	b := newBuilder(lx, e)
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
	if err := e.special(b.ids, b.word); err != nil {
		return nil, err
	}
	if err := b.file(); err != nil {
		return nil, err
	}
	for s, n := range numberWord() {
		e.words[b.vocab[s]].number = int32(n)
	}
	b.anchors()
	e.spelling, e.classNames = b.order, b.names
	var err error
	if e.vectors, err = readVectors(vectorBytes); err != nil {
		return nil, err
	}
	e.model = model
	if err := e.readTables(lx.like); err != nil {
		return nil, err
	}
	e.layOut()
	return e, nil
}

// layOut makes what follows from lexicon, model and tables.
func (e *Engine) layOut() {
	e.scorer = e.newScorer()
	e.buildDict()
	e.hiddenWords()
	e.settle()
	e.derive()
}

// derive makes what is quicker made than read.
func (e *Engine) derive() {
	e.byAnchor, e.anchorBits, e.named = make([][]*rule, len(e.classNames)), newBitset(e.stride), newBitset(e.stride)
	for n, r := range e.rules {
		r.number = n
		e.byAnchor[r.anchor] = append(e.byAnchor[r.anchor], r)
		e.anchorBits.set(r.anchor)
	}
	for id, name := range e.classNames {
		if upper(name) && !strings.Contains(name, "|") {
			e.named.set(classID(id))
		}
	}
}

// special looks up the classes and words that the code itself asks about.
func (e *Engine) special(ids map[string]classID, word func(string) int32) error {
	var missing []string
	get := func(name string) classID {
		id, ok := ids[name]
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
	for _, x := range []struct {
		s  string
		at *int32
	}{
		{"aged", &e.wAged}, {"year", &e.wYear}, {"years", &e.wYears}, {"yr", &e.wYr}, {"old", &e.wOld}, {"olds", &e.wOlds},
		{"month", &e.wMonth}, {"months", &e.wMonths}, {"week", &e.wWeek}, {"weeks", &e.wWeeks}, {"am", &e.wAm}, {"pm", &e.wPm},
		{"oclock", &e.wOclock}, {"hrs", &e.wHrs}, {"at", &e.wAt}, {"by", &e.wBy}, {"til", &e.wTil}, {"is", &e.wIs}, {"shes", &e.wShes},
		{"hes", &e.wHes}, {"only", &e.wOnly}, {"just", &e.wJust}, {"im", &e.wIm}, {"are", &e.wAre}, {"turns", &e.wTurns},
		{"turned", &e.wTurned}, {"being", &e.wBeing}, {"theyre", &e.wTheyre}, {"was", &e.wWas}, {"age", &e.wAge},
	} {
		*x.at = word(x.s)
	}
	for _, s := range numberWords() {
		word(s)
	}
	return nil
}
