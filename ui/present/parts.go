package present

import (
	"strings"

	"corridor/app/intel"
	"corridor/ui/words"
)

// PartRow is one part of a file and what became of it when it was read.
type PartRow struct {
	Name string
	What string // its type and size
	Read Word
	Why  string // why not, or only in part
}

// Parts lists the parts of a file: what was not read first, then what was read
// in part, then the rest as they lie in the file.
func Parts(r intel.Reading) []PartRow {
	var out []PartRow
	for _, want := range []string{"no", "partly", "yes"} {
		for _, p := range r.Parts {
			if readCode(p) == want {
				out = append(out, partRow(p, want))
			}
		}
	}
	return out
}

// readCode takes a code that is not known here for not read.
func readCode(p intel.Part) string {
	if p.Read == "yes" || p.Read == "partly" {
		return p.Read
	}
	return "no"
}

func partRow(p intel.Part, code string) PartRow {
	row := PartRow{Name: p.Name, What: words.T("reading.parts.size", p.Type, (p.Bytes+1023)/1024), Why: sentence(p.Why)}
	if row.Name == "" {
		row.Name = p.Type
	}
	row.Read = Word{words.Of("partread", code), map[string]Tone{"yes": Settled, "partly": Due, "no": Danger}[code]}
	return row
}

// unread counts the parts that were not read in full.
func unread(parts []intel.Part) int {
	n := 0
	for _, p := range parts {
		if p.Read != "yes" {
			n++
		}
	}
	return n
}

// Signature says in words what the sender's signature proves.
func Signature(code string) Word {
	by, good := strings.CutPrefix(code, "good by ")
	switch {
	case good:
		return Word{words.T("reading.signature.good", by), Settled}
	case code == "bad":
		return Word{words.T("reading.signature.bad"), Danger}
	case code == "unknown":
		return Word{words.T("reading.signature.unknown"), Due}
	case code == "", code == "none":
		return Word{words.T("reading.signature.none"), Neutral}
	}
	return Word{words.T("reading.signature", code), Due}
}
