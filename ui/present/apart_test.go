package present

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intel"
	"corridor/ui/words"
)

func laidOut() app.Apart {
	return app.Apart{Item: "i", Ref: "SIU-1", SourceType: intel.Partner, Ways: []app.Way{
		{Code: app.WayMessages, Cuts: []app.Cut{{Part: 1, Name: "one", Text: "First."}, {Part: 4, Name: "two", Text: "Second."}, {Part: 6, Name: "three", Text: "Third."}}},
		{Code: app.WayTurns, Cuts: []app.Cut{{From: 0, To: 3, Text: "top"}, {From: 5, To: 8, Who: "Ann", Text: "hi"}, {From: 9, To: 12, Who: "Bob", Text: "yes"}, {From: 13, To: 16, Who: "Ann", Text: "bye"}}},
	}}
}

func sliced(p *Apart) string {
	var out []string
	for _, s := range p.Slices() {
		out = append(out, strings.TrimSpace(fmt.Sprintln(s.Parts, s.Spans, s.SourceType, s.Receipt.SourceRef)))
	}
	return strings.Join(out, " | ")
}

func TestApart(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(p *Apart)
		want string
	}{
		"nothing":              {func(*Apart) {}, ""},
		"one cut":              {func(p *Apart) { p.Put(1, 0) }, "[4] []"},
		"in and out":           {func(p *Apart) { p.Put(1, 0); p.Put(1, 0) }, ""},
		"moved":                {func(p *Apart) { p.Put(1, 0); p.Put(1, 2); p.Put(0, 0) }, "[1] [] | [4] []"},
		"together, in order":   {func(p *Apart) { p.Put(2, 0); p.Put(0, 0) }, "[1 6] []"},
		"each":                 {func(p *Apart) { p.Each() }, "[1] [] | [4] [] | [6] []"},
		"each speaker":         {func(p *Apart) { p.SetWay(app.WayTurns); p.Each() }, "[] [[5 8] [13 16]] | [] [[9 12]]"},
		"beyond":               {func(p *Apart) { p.Put(9, 0); p.Put(-1, 0); p.Put(0, -1); p.Put(0, maxPieces) }, ""},
		"an unknown way":       {func(p *Apart) { p.SetWay("magic"); p.Put(0, 0) }, "[1] []"},
		"another way is apart": {func(p *Apart) { p.Put(0, 0); p.SetWay(app.WayTurns); p.Put(1, 0) }, "[] [[5 8]]"},
		"and comes back":       {func(p *Apart) { p.Put(0, 0); p.SetWay(app.WayTurns); p.SetWay(app.WayMessages) }, "[1] []"},
		"provenance of each": {func(p *Apart) {
			p.Put(0, 0)
			p.Provenance().Receipt.SourceRef = "17"
			p.Put(1, 1)
			p.Provenance().SourceType = intel.CHIS
		}, "[1] []  17 | [4] [] chis"},
		"a fresh piece": {func(p *Apart) { p.Put(0, 0); p.Put(1, p.Fresh()); p.Put(2, p.Fresh()) }, "[1] [] | [4] [] | [6] []"},
	} {
		p := NewApart(laidOut())
		c.do(p)
		if got := sliced(p); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if (p.Ready() == "") != (c.want != "") {
			t.Errorf("%s: ready %q", name, p.Ready())
		}
	}
	p := NewApart(laidOut())
	p.Put(2, 1)
	p.Put(0, 1)
	if p.Preview() != "First.\n\nThird." || p.At() != 1 || len(p.Pieces()) != 2 || !p.Pieces()[1].On || p.Rest() != words.Count("apart.rest", 1) {
		t.Errorf("%q, piece %d, %+v, %q", p.Preview(), p.At(), p.Pieces(), p.Rest())
	}
	if r := p.Row(0); r.Title != "one" || r.Words[0].Text != words.T("apart.inpiece", 2) || p.Row(1).Words[0].Text != words.T("apart.nopiece") {
		t.Errorf("%+v", r)
	}
	proposed := laidOut()
	proposed.Ways[0].Each = true
	if got := sliced(NewApart(proposed)); got != "[1] [] | [4] [] | [6] []" {
		t.Errorf("a mailbox proposes %q", got)
	}
	long := laidOut()
	long.Ways[0].Cuts[0].Text = strings.Repeat("é ", maxPreview)
	big := NewApart(long)
	big.Put(0, 0)
	if s := big.Preview(); !strings.HasSuffix(s, words.T("apart.more")) || len([]rune(s)) > maxPreview+100 {
		t.Errorf("%d runes of a long piece", len([]rune(s)))
	}
	p.SetWay(app.WayTurns)
	if r := p.Row(1); r.Title != "Ann" || r.Sub != "hi" || !p.Speakers() {
		t.Errorf("%+v", r)
	}
}

func TestJoinable(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	heads := []app.Head{{Item: "a", Ref: "A", Compartment: "Unit", Received: at}, {Item: "b", Ref: "B", Compartment: "Unit", Received: at.Add(time.Hour)},
		{Item: "c", Ref: "C", Compartment: "Kestrel"}, {Item: "d", Ref: "D", Compartment: "Unit", Stage: app.StageDestroyed}, {Item: "e", Ref: "E", Compartment: "Unit", Received: at.Add(2 * time.Hour)}}
	rows := Joinable(heads, "a")
	if len(rows) != 2 || rows[0].Item != "e" || rows[1].Item != "b" || Joinable(heads, "x") != nil || len(heads) != 5 || heads[2].Item != "c" {
		t.Fatalf("%+v", rows)
	}
	j := NewJoin("a", "A", rows)
	if j.Ready() == "" {
		t.Error("one item alone can be joined")
	}
	j.Toggle(1)
	j.Toggle(0)
	j.Toggle(7)
	if fmt.Sprint(j.Items()) != "[a b e]" || j.Order() != "A + B + E" || j.Ready() != "" || j.Row(0).Words[0].Text != words.T("join.at", 3) {
		t.Errorf("%v %q", j.Items(), j.Order())
	}
	j.Toggle(1)
	if fmt.Sprint(j.Items()) != "[a e]" || len(j.Row(1).Words) != 0 {
		t.Errorf("%v", j.Items())
	}
}

func TestTieLines(t *testing.T) {
	for want, tie := range map[string]app.Tie{
		"Split from R · its parts 1, 3":              {Ref: "R", How: intel.LinkSplitFrom, Parts: []int{1, 3}},
		"Split off: R · letters 1 to 90 of its text": {Ref: "R", How: intel.LinkSplitInto, Spans: [][2]int{{0, 40}, {60, 90}}},
		"Joined from R": {Ref: "R", How: intel.LinkJoinedFrom}, "Joined into R": {Ref: "R", How: intel.LinkJoinedInto}, "The same bytes came as R": {Ref: "R"},
	} {
		if got := TieLine(tie); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestColumns(t *testing.T) {
	table := app.CallTable{Item: entry.ID("i"), Originator: "Telecom A", Rows: 3, Header: []string{" Party one", "", "Date", "Secs"},
		First: [][]string{{"07700 900123", "x", "21/06/2026 21:40", "75"}, {"07700 900124", "", "soon", ""}, {"07700 900125", "y", "", "0:02"}}, Columns: intake.Columns{intake.FieldWhen: 2}}
	c := NewColumns(table)
	v := c.View()
	if v[0].Name != "Party one" || v[0].Sample != "07700 900123 · 07700 900124" || v[1].Name != words.T("columns.unnamed", 2) || v[1].Sample != "x · y" || v[2].Field != "when" || v[3].Field != "" {
		t.Errorf("%+v", v)
	}
	for i, x := range []struct {
		column int
		field  string
		want   string
	}{
		{0, "from", "map[from:0 when:2]"}, {1, "from", "map[from:1 when:2]"}, {1, "to", "map[to:1 when:2]"}, {2, "", "map[to:1]"}, {1, "", "map[]"}, {2, "when", "map[when:2]"}, {3, "duration", "map[duration:3 when:2]"}, {0, "from", "map[duration:3 from:0 when:2]"},
	} {
		if c.Set(x.column, x.field); fmt.Sprint(c.Mapping()) != x.want {
			t.Errorf("step %d: %v, want %s", i, c.Mapping(), x.want)
		}
		if (c.Ready() == "") != (len(c.Mapping()) > 0) {
			t.Errorf("step %d: ready %q", i, c.Ready())
		}
	}
	if fmt.Sprint(table.Columns) != "map[when:2]" {
		t.Error("the table's own mapping was changed")
	}
	p := c.Preview()
	if len(p) != 3 || p[0].Cells[0] != "21 Jun 2026 21:40 BST" || p[0].Cells[1] != "07700 900123" || p[0].Cells[3] != "1m15s" || p[0].Odd || !p[1].Odd || p[1].Cells[3] != "" || p[2].Cells[3] != "2s" || c.Odd() != 2 {
		t.Errorf("%+v", p)
	}
	if len(CallHeads()) != len(p[0].Cells) {
		t.Error("heads and cells differ")
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	if w := TableLine(now, table); w.Tone != Due || !strings.Contains(w.Text, "Telecom A") {
		t.Errorf("%+v", w)
	}
	table.By, table.At = "DC Rowan Malik", now.Add(-48*time.Hour)
	if w := TableLine(now, table); w.Tone != Settled || !strings.Contains(w.Text, "DC Rowan Malik") || !strings.Contains(w.Text, "21 Nov 2026") {
		t.Errorf("%+v", w)
	}
}
