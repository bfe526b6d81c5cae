package sanitise

import (
	"strings"
	"testing"
)

func TestDenyVariants(t *testing.T) {
	for _, c := range []struct {
		term Term
		text string
		want bool
	}{
		{Term{"Robert Marchbank", "name"}, "Robert Marchbank went", true}, {Term{"Robert Marchbank", "name"}, "MARCHBANK, Robert", true},
		{Term{"Robert Marchbank", "name"}, "Bob Marchbank went", true}, {Term{"Robert Marchbank", "name"}, "R. Marchbank went", true},
		{Term{"Robert Marchbank", "name"}, "R Marchbank went", true}, {Term{"Robert Marchbank", "name"}, "Robert M went", true},
		{Term{"Robert Marchbank", "name"}, "Robert Marchbnak went", true}, {Term{"Robert Marchbank", "name"}, "Robert Marshbank went", true},
		{Term{"Robert Marchbank", "name"}, "Marchbank went", true}, {Term{"Robert Marchbank", "name"}, "RobertMarchbank", true},
		{Term{"Robert Marchbank", "name"}, "Rοbert Mаrchbank", true}, // Greek and Cyrillic letters
		{Term{"Robert Marchbank", "name"}, "the robber marched to the bank", false}, {Term{"Robert Marchbank", "name"}, "Robert went", false},
		{Term{"Stephen Quill", "name"}, "Steven Quill went", true}, {Term{"Mohammed Tarn", "name"}, "Muhammad Tarn went", true},
		{Term{"Rook-eye", "alias"}, "known as rook eye", true}, {Term{"Rook-eye", "alias"}, "Rookeye", true}, {Term{"Rook-eye", "alias"}, "r o o k e y e", true},
		{Term{"07700 900417", "number"}, "ring +44 7700 900417", true}, {Term{"07700 900417", "number"}, "07700-900-417", true},
		{Term{"07700 900417", "number"}, "oh seven seven double oh nine double oh four one seven", true}, {Term{"07700 900417", "number"}, "07700 900418", false},
		{Term{"KX72 PLM", "number"}, "kx72plm", true}, {Term{"Op SALTGLASS", "operation"}, "Operation Saltglass; op saltglass", true},
		{Term{"SALTGLASS", "operation"}, "saltglas", true}, {Term{"SAN-26-00419", "ref"}, "see SAN/26/00419", true},
		{Term{"SAN-26-00419", "ref"}, "see SAN/26/00418", false}, {Term{"", "name"}, "anything", false},
		{Term{"Robert Marchbank", "term"}, "Bob Marchbank went", true}, {Term{"Robert Marchbank", "term"}, "MARCHBANK, R", true},
		{Term{"Robert Marchbank", "term"}, "R. Marchbank went", true}, {Term{"grain store", "term"}, "the grain stroe", true}, {Term{"grain store", "term"}, "a store of grain", false},
	} {
		got := len(NewRefuse([]Term{c.term}).Find(c.text)) > 0
		if got != c.want {
			t.Errorf("%q in %q: found %v, want %v", c.term.Text, c.text, got, c.want)
		}
		long := strings.Repeat("The subject may be storing stolen goods in the area. ", 40)
		hits := NewRefuse([]Term{c.term}).Find(long + c.text + ". " + long)
		if len(hits) > 0 != c.want {
			t.Errorf("%q in a long text with %q: found %v, want %v", c.term.Text, c.text, len(hits) > 0, c.want)
		}
		for _, h := range hits {
			if h.Start < 0 || h.End > len([]rune(long+c.text+". "+long)) || string([]rune(long + c.text + ". " + long)[h.Start:h.End]) != h.Text {
				t.Errorf("%q: span %d-%d does not hold %q", c.term.Text, h.Start, h.End, h.Text)
			}
		}
	}
}

func TestDenyInCheck(t *testing.T) {
	r := Check(Input{Source: "x", Draft: "Bob Marchbank may be involved.", Deny: []Term{{"Robert Marchbank", "name"}}})
	if len(r.Findings) == 0 || r.Findings[0].Kind != DenyList || r.Findings[0].Acceptable || r.Findings[0].Severity != Block {
		t.Fatalf("%+v", r.Findings)
	}
}
