package app_test

import (
	"fmt"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/roster"
)

const twoSources = "From: a@example.com\r\nSubject: two sources\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nFirst source says one.\r\nSecond source says two.\r\n--b\r\nContent-Type: text/plain; name=third.txt\r\nContent-Disposition: attachment; filename=third.txt\r\n\r\nThird source says three.\r\n--b--\r\n"

func (u *unit) file(name, text string) entry.ID {
	u.t.Helper()
	took, err := u.desk.Receive(u.t.Context(), app.Incoming{Name: name, Bytes: []byte(text), SourceType: intel.Partner, Tier: intel.OfficialSensitive, Receipt: intel.Receipt{Originator: "Partner", OriginatorRef: "P-1"}})
	must(u.t, err)
	return took.Item
}

func (u *unit) original(item entry.ID) string {
	u.t.Helper()
	u.see(item)
	b, err := u.desk.Original(u.t.Context(), item)
	must(u.t, err)
	return string(b)
}

// ways lays an item out and gives the cuts of one way; nil where there is none.
func (u *unit) ways(item entry.ID, code string) (first string, cuts []app.Cut) {
	u.t.Helper()
	a, err := u.desk.TakeApart(u.t.Context(), item, "")
	must(u.t, err)
	for _, w := range a.Ways {
		if w.Code == code {
			cuts = w.Cuts
		}
	}
	return a.Ways[0].Code, cuts
}

func TestSplitAndJoinKeepTheLink(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	whole := u.file("m.eml", twoSources)
	_, parts := u.ways(whole, app.WayParts)
	part := 0
	for _, c := range parts {
		if c.Name == "third.txt" {
			part = c.Part
		}
	}
	p, err := d.Open(t.Context(), whole)
	must(t, err)
	from := strings.Index(p.Reading.Text, "First source")
	span := [2]int{from, from + len("First source says one.")}
	got, err := d.Split(t.Context(), whole, []app.Slice{{Spans: [][2]int{span}, SourceType: intel.CHIS, Receipt: intel.Receipt{SourceRef: "17"}}, {Parts: []int{part}}}, "")
	must(t, err)
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	if one, three := u.original(got[0].Item), u.original(got[1].Item); one != "First source says one." || strings.TrimSpace(three) != "Third source says three." {
		t.Errorf("originals %q and %q", one, three)
	}
	if u.original(whole) != twoSources {
		t.Error("the original was changed")
	}
	child, err := d.Open(t.Context(), got[0].Item)
	must(t, err)
	if child.Receipt.Originator != "Partner" || child.Receipt.SourceRef != "17" || child.SourceType != intel.CHIS {
		t.Errorf("provenance %+v of %s", child.Receipt, child.SourceType)
	}
	if ties := d.Tied(whole); len(ties) != 2 || ties[0].Item != got[0].Item || ties[0].How != intel.LinkSplitInto || ties[0].Spans[0] != span || ties[1].Parts[0] != part {
		t.Errorf("of the whole: %+v", ties)
	}
	if ties := d.Tied(got[1].Item); len(ties) != 1 || ties[0].Item != whole || ties[0].How != intel.LinkSplitFrom || ties[0].Parts[0] != part {
		t.Errorf("of a piece: %+v", ties)
	}
	two := []entry.ID{got[0].Item, got[1].Item}
	joined, err := d.Join(t.Context(), two, "", intel.Receipt{Note: "Belong together."})
	must(t, err)
	both, err := d.Open(t.Context(), joined.Item)
	must(t, err)
	ties := d.Tied(joined.Item)
	if !strings.Contains(both.Reading.Text, "First source says one.") || !strings.Contains(both.Reading.Text, "Third source says three.") || len(ties) != 2 || ties[0].How != intel.LinkJoinedFrom || d.Tied(two[1])[1].How != intel.LinkJoinedInto {
		t.Errorf("joined: %q, ties %+v", both.Reading.Text, ties)
	}
	before := u.entries()
	again, err := d.Join(t.Context(), two, "", intel.Receipt{})
	must(t, err)
	if again.Already != joined.Ref || u.entries() != before+2 {
		t.Errorf("joined again: %+v, %d entries, its views are two", again, u.entries()-before)
	}
}

func TestASplitIsRefusedAsAWhole(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	whole := u.file("m.eml", twoSources)
	for name, c := range map[string]struct {
		list []app.Slice
		code string
	}{
		"no pieces":          {nil, "pieces"},
		"a part not there":   {[]app.Slice{{Spans: [][2]int{{0, 4}}}, {Parts: []int{99}}}, "part"},
		"part 0":             {[]app.Slice{{Parts: []int{0}}}, "part"},
		"nothing chosen":     {[]app.Slice{{Spans: [][2]int{{0, 4}}}, {}}, "piece"},
		"both":               {[]app.Slice{{Spans: [][2]int{{0, 4}}, Parts: []int{1}}}, "piece"},
		"beyond the text":    {[]app.Slice{{Spans: [][2]int{{0, 1 << 20}}}}, "piece"},
		"an unknown source":  {[]app.Slice{{Spans: [][2]int{{0, 4}}, SourceType: "magic"}}, "source_type"},
		"a stretch reversed": {[]app.Slice{{Spans: [][2]int{{4, 2}}}}, "piece"},
	} {
		items := len(d.Inbox())
		_, err := d.Split(t.Context(), whole, c.list, "")
		refusedFor(t, err, c.code)
		if len(d.Inbox()) != items || len(d.Tied(whole)) != 0 {
			t.Errorf("%s: something was made", name)
		}
	}
	_, err := d.Join(t.Context(), []entry.ID{whole}, "", intel.Receipt{})
	refusedFor(t, err, "pieces")
	_, err = d.Join(t.Context(), []entry.ID{whole, whole}, "", intel.Receipt{})
	refusedFor(t, err, "pieces")
}

// The same piece again is the item that it was, linked once.
func TestAPieceIsNotDoubled(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	whole := u.file("note.txt", "One says this.\n\nTwo says that.")
	one := app.Slice{Spans: [][2]int{{0, 14}}}
	first, err := d.Split(t.Context(), whole, []app.Slice{one, one}, "")
	must(t, err)
	again, err := d.Split(t.Context(), whole, []app.Slice{one}, "")
	must(t, err)
	if first[0].Item != first[1].Item || again[0].Already != first[0].Ref || len(d.Tied(whole)) != 1 || len(d.Inbox()) != 2 {
		t.Errorf("%+v then %+v; ties %+v", first, again, d.Tied(whole))
	}
	other := u.file("held before.txt", "Two says that.")
	got, err := d.Split(t.Context(), whole, []app.Slice{{Spans: [][2]int{{16, 30}}}}, "")
	must(t, err)
	if got[0].Item != other || len(d.Tied(other)) != 1 || len(d.Tied(whole)) != 2 {
		t.Errorf("what was held: %+v, ties %+v", got, d.Tied(other))
	}
}

func mailbox(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "From s%d@example.com Mon Nov 23 09:0%d:00 2026\nFrom: s%d@example.com\nSubject: message %d\n\nThe words of message %d.\n\n", i, i, i, i, i)
	}
	return b.String()
}

// A mailbox proposes one item a message; several messages of one source are a
// mailbox again, byte for byte.
func TestAMailboxIsSplitByMessages(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	text := mailbox(4)
	whole := u.file("all.mbox", text)
	first, cuts := u.ways(whole, app.WayMessages)
	if first != app.WayMessages || len(cuts) != 4 || !strings.Contains(cuts[2].Text, "words of message 2") {
		t.Fatalf("%s first, %d messages", first, len(cuts))
	}
	if cuts[2].Name != "message 2" {
		t.Errorf("a message is called %q", cuts[2].Name)
	}
	got, err := d.Split(t.Context(), whole, []app.Slice{{Parts: []int{cuts[0].Part}}, {Parts: []int{cuts[3].Part, cuts[1].Part}}}, "")
	must(t, err)
	messages := strings.SplitAfter(text, "\n\nFrom ")
	if one := u.original(got[0].Item); one+"From " != messages[0] {
		t.Errorf("one message: %q", one)
	}
	if two := u.original(got[1].Item); "From "+strings.TrimPrefix(two, "From ") != two || !strings.Contains(two, "message 1.") || !strings.Contains(two, "message 3.") || strings.Contains(two, "message 2.") {
		t.Errorf("two messages: %q", two)
	}
	if _, cuts := u.ways(got[1].Item, app.WayMessages); len(cuts) != 2 {
		t.Errorf("%d messages in what was put together", len(cuts))
	}
}

func TestAChatAndADebriefAreLaidOut(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	chat := u.file("chat.txt", "[21/11/2026, 21:40:12] Ann: hi\n[21/11/2026, 21:41:00] Bob: yes\n[21/11/2026, 21:42:07] Ann: bye")
	if first, cuts := u.ways(chat, app.WayTurns); first != app.WayTurns || len(cuts) != 3 || cuts[1].Who != "Bob" {
		t.Errorf("chat: %s first, %+v", first, cuts)
	}
	debrief := u.file("debrief.txt", "Source A met him. He was calm.\n\nSource B heard of it.")
	if first, cuts := u.ways(debrief, app.WayParagraphs); first != app.WayParagraphs || len(cuts) != 2 {
		t.Errorf("debrief: %s first, %+v", first, cuts)
	}
	if _, cuts := u.ways(debrief, app.WaySentences); len(cuts) != 3 {
		t.Errorf("sentences: %+v", cuts)
	}
	mail := u.file("m.eml", twoSources)
	if _, cuts := u.ways(mail, app.WayParts); len(cuts) == 0 {
		t.Error("the parts of a message are not offered")
	}
}

// Unrelated parts of one piece become an archive; who may not receive may not
// split.
func TestPartsTogetherAndWhoMay(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	whole := u.file("m.eml", twoSources)
	_, cuts := u.ways(whole, app.WayParts)
	var all []int
	for _, c := range cuts {
		all = append(all, c.Part)
	}
	if len(all) < 2 {
		t.Fatalf("%+v", cuts)
	}
	got, err := d.Split(t.Context(), whole, []app.Slice{{Parts: all}}, "")
	must(t, err)
	p, err := d.Open(t.Context(), got[0].Item)
	must(t, err)
	if p.Reading.Kind != "zip" || !strings.Contains(p.Reading.Text, "Third source says three.") {
		t.Errorf("%s: %q", p.Reading.Kind, p.Reading.Text)
	}
	may := map[entry.Kind][]roster.Role{}
	for _, l := range roster.Table() {
		may[l.Kind] = l.Roles
	}
	if fmt.Sprint(may[entry.ProductLinked]) != fmt.Sprint(may[entry.ProductReceived]) {
		t.Error("who may receive and who may link are not the same")
	}
}
