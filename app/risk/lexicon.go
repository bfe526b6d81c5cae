package risk

import (
	"bufio"
	"embed"
	"fmt"
	"hash/crc32"
	"io/fs"
	"slices"
	"strings"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

//go:embed lexicon/*.tsv
var lexiconTables embed.FS

// The lexicon is written in four kinds of line:
//
//	= NAME            a class opens; lines after it list its entries, by comma
//	> rule | …        a rule (see parseRule)
//	# …               a remark
//	version …         the version, given once
//
// An entry is a word or a phrase. "~" before it inflects the first word as a
// verb and also files the forms under NAME.b (base), NAME.g (-ing) and NAME.p
// (past); "+" adds the plural of the last word; "_" stands for one to three
// words; (a|b) is a choice, empty for optional; @NAME takes in another class.

// classID numbers a class; the low ones are computed from the shape of tokens.
type classID = uint16

const (
	classNone classID = iota
	classNumber
	classMinor
	classElder
	classMoney
	classClock
	className
	classDay
	classAdult
	classPlate
	classPhone
	classCaps
	shapeClasses
)

func shapeNames() []string {
	return []string{"NONE", "NUM", "MINOR", "ELDER", "MONEY", "CLOCK", "NAME", "DAY", "ADULT", "PLATE", "PHONE", "CAPS"}
}

type lexicon struct {
	version string
	sum     uint32 // over the files, so that any change shows in the version
	raw     map[string]*rawClass
	order   []string
	rules   []rawRule
	verbs   map[string][]string
	like    map[string]string // a unit's words, by the plain word for each
}

type rawClass struct {
	entries  []string
	includes []string
}

type rawRule struct {
	name, cats, flags, pattern, why, against string
	line                                     string
}

func readLexicon(files fs.FS) (*lexicon, error) {
	lx := &lexicon{raw: map[string]*rawClass{}, verbs: irregular(), like: map[string]string{}}
	names, err := fs.Glob(files, "lexicon/*.txt")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("risk: read lexicon: no files (%v)", err)
	}
	slices.Sort(names)
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("risk: read lexicon: %w", err)
		}
		lx.sum = crc32.Update(lx.sum, crc32.IEEETable, b)
		if err := lx.parse(name, string(b)); err != nil {
			return nil, err
		}
	}
	if lx.version == "" {
		return nil, fmt.Errorf("risk: read lexicon: no version line")
	}
	return lx, nil
}

func (lx *lexicon) parse(file, text string) error {
	sc := bufio.NewScanner(strings.NewReader(text))
	sc.Buffer(make([]byte, 0, 64<<10), 1<<20)
	class := ""
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		at := fmt.Sprintf("%s:%d", file, n)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '=':
			class = strings.TrimSpace(line[1:])
			lx.class(class)
		case line[0] == '>':
			if err := lx.rule(at, line[1:]); err != nil {
				return err
			}
		case strings.HasPrefix(line, "version "):
			lx.version = strings.TrimSpace(line[8:])
		case class == "":
			return fmt.Errorf("risk: lexicon %s: entry outside a class", at)
		default:
			for _, entry := range strings.Split(line, ",") {
				if err := lx.entry(class, strings.TrimSpace(entry)); err != nil {
					return fmt.Errorf("risk: lexicon %s: %w", at, err)
				}
			}
		}
	}
	return sc.Err()
}

func (lx *lexicon) class(name string) *rawClass {
	c, ok := lx.raw[name]
	if !ok {
		c = &rawClass{}
		lx.raw[name] = c
		lx.order = append(lx.order, name)
	}
	return c
}

// entry files one entry of a class as written; the builder reads it later.
func (lx *lexicon) entry(class, entry string) error {
	if entry == "" {
		return nil
	}
	c := lx.class(class)
	if entry[0] == '@' {
		c.includes = append(c.includes, entry[1:])
		return nil
	}
	if entry[0] == '~' {
		for _, form := range []string{".b", ".g", ".p"} {
			lx.class(class + form)
		}
	}
	if glued(entry) {
		mark := ""
		if entry[0] == '~' || entry[0] == '+' {
			mark, entry = entry[:1], entry[1:]
		}
		for _, p := range expand(entry) {
			c.entries = append(c.entries, mark+p)
		}
		return nil
	}
	c.entries = append(c.entries, entry)
	return nil
}

// glued reports a choice written inside a word: "swallow(ed|ing)".
func glued(s string) bool {
	for i := range len(s) {
		if s[i] == '(' && i > 0 && letter(s[i-1]) || s[i] == ')' && i+1 < len(s) && letter(s[i+1]) {
			return true
		}
	}
	return false
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || digit(c) }

// expand writes out the choices of an entry.
func expand(s string) []string {
	open := strings.LastIndexByte(s, '(')
	if open < 0 {
		return []string{strings.Join(strings.Fields(s), " ")}
	}
	end := open + strings.IndexByte(s[open:], ')')
	if end < open {
		return []string{s}
	}
	var out []string
	for _, alt := range strings.Split(s[open+1:end], "|") {
		out = append(out, expand(s[:open]+alt+s[end+1:])...)
	}
	return out
}
