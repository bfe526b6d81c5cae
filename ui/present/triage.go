package present

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/ui/words"
)

// TriageDesk is what the triage list asks of the desk.
type TriageDesk interface {
	KnownDesk
	Inbox() []app.Head
	Open(ctx context.Context, id entry.ID) (app.Product, error)
	Again(ctx context.Context, id entry.ID) (app.Product, error)
	Answer(ctx context.Context, id entry.ID, c risk.Category, a intel.Answer, reason string) error
	AnswerRest(ctx context.Context, id entry.ID) error
	RaiseThreat(ctx context.Context, id entry.ID, reason string) error
}

// Filter narrows the triage list.
type Filter string

// The filters, as chips above the list.
const (
	FilterOpen    Filter = "open"
	FilterLife    Filter = "life"
	FilterUnread  Filter = "unread"
	FilterWorking Filter = "working"
	FilterFresh   Filter = "fresh" // shown only while there is one
	FilterAll     Filter = "all"
)

// Filters lists them in their order.
func Filters() []Filter {
	return []Filter{FilterOpen, FilterLife, FilterUnread, FilterWorking, FilterFresh, FilterAll}
}

// Triage answers "what must I do first?".
type Triage struct {
	desk   TriageDesk
	now    func() time.Time
	heads  []app.Head
	shown  []app.Head
	counts map[Filter]int
	filter Filter
	query  string
	chosen entry.ID
	opened *app.Product
}

// NewTriage makes the presenter of the triage screen.
func NewTriage(d TriageDesk, now func() time.Time) *Triage {
	return &Triage{desk: d, now: now, filter: FilterOpen}
}

// TriageView is the screen: the list, and the header of the item chosen.
type TriageView struct {
	Count   int // of rows; Row gives each
	Chosen  int // -1 for none
	Filters []FilterView
	Header  *HeaderView
	Opened  bool
	Hidden  string // says that the list does not hold the item looked at, or ""
	Empty   string // what to say instead of a list
}

// FilterView is a chip above the list.
type FilterView struct {
	ID   Filter
	Text string
	Tone Tone
	On   bool
}

// HeaderView is what may be shown of an item before it is opened.
type HeaderView struct {
	Item  entry.ID
	Title string
	Line  string
	Words []Word
	Clock Word // what is due, and when
}

// List reads the list from the desk.
func (t *Triage) List() []app.Head { return t.desk.Inbox() }

// Put shows a list that was read.
func (t *Triage) Put(heads []app.Head) {
	t.heads = heads
	t.counts = map[Filter]int{}
	for _, h := range heads {
		for _, f := range Filters() {
			if fits(h, f) {
				t.counts[f]++
			}
		}
	}
	t.narrow()
}

// Forget drops the item that is open.
func (t *Triage) Forget() { t.opened = nil }

// SetFilter chooses a chip.
func (t *Triage) SetFilter(f Filter) { t.filter = f; t.narrow(); t.settle() }

// SetQuery narrows by reference or kind of source.
func (t *Triage) SetQuery(q string) {
	t.query = strings.ToLower(strings.TrimSpace(q))
	t.narrow()
	t.settle()
}

// Widen shows every item, so that the one looked at is in the list.
func (t *Triage) Widen() {
	t.query = ""
	t.SetFilter(FilterAll)
}

// settle has the officer look at the first of the list when it no longer holds
// what they looked at. An item that is open stays: nobody's reading is taken
// away by a filter.
func (t *Triage) settle() {
	if t.opened != nil || t.listed() {
		return
	}
	t.chosen = ""
	t.Choose(0)
}

// listed reports whether the item looked at is in the list.
func (t *Triage) listed() bool {
	return slices.ContainsFunc(t.shown, func(h app.Head) bool { return h.Item == t.chosen })
}

// Choose looks at a row; it opens nothing.
func (t *Triage) Choose(i int) {
	if i < 0 || i >= len(t.shown) {
		return
	}
	if t.shown[i].Item != t.chosen {
		t.opened = nil
	}
	t.chosen = t.shown[i].Item
}

// ChooseItem looks at an item by its id.
func (t *Triage) ChooseItem(id entry.ID) {
	if id != t.chosen {
		t.opened = nil
	}
	t.chosen = id
}

// Chosen is the item looked at, or "".
func (t *Triage) Chosen() entry.ID { return t.chosen }

// Fetch opens the item: the desk journals the view before it gives the text.
func (t *Triage) Fetch(ctx context.Context, id entry.ID) (app.Product, error) {
	return t.desk.Open(ctx, id)
}

// Again fetches an item that is open already.
func (t *Triage) Again(ctx context.Context, id entry.ID) (app.Product, error) {
	return t.desk.Again(ctx, id)
}

// Show keeps an item that was opened.
func (t *Triage) Show(p app.Product) {
	if p.Item == t.chosen {
		t.opened = &p
	}
}

// Opened is the item on the screen, or nil.
func (t *Triage) Opened() *app.Product { return t.opened }

// Answer records an answer.
func (t *Triage) Answer(ctx context.Context, id entry.ID, c risk.Category, a intel.Answer, reason string) (app.Product, error) {
	if err := t.desk.Answer(ctx, id, c, a, reason); err != nil {
		return app.Product{}, err
	}
	return t.desk.Again(ctx, id)
}

// AnswerRest answers "no" to what was not flagged and is not of life.
func (t *Triage) AnswerRest(ctx context.Context, id entry.ID) (app.Product, error) {
	if err := t.desk.AnswerRest(ctx, id); err != nil {
		return app.Product{}, err
	}
	return t.desk.Again(ctx, id)
}

// Raise raises a threat to life without a prompt.
func (t *Triage) Raise(ctx context.Context, id entry.ID, reason string) (app.Product, error) {
	if err := t.desk.RaiseThreat(ctx, id, reason); err != nil {
		return app.Product{}, err
	}
	return t.desk.Again(ctx, id)
}

func (t *Triage) narrow() {
	t.shown = t.shown[:0:0]
	for _, h := range t.heads {
		if fits(h, t.filter) && t.asked(h) {
			t.shown = append(t.shown, h)
		}
	}
}

func fits(h app.Head, f Filter) bool {
	over := h.Stage == app.StageReleased || h.Stage == app.StageRefused || h.Stage == app.StageDestroyed
	switch f {
	case FilterOpen:
		return !over
	case FilterLife:
		return !over && h.Danger == app.Life
	case FilterUnread:
		return h.Stage == app.StageNew
	case FilterFresh:
		return h.Fresh > 0
	case FilterWorking:
		return !over && h.Stage != app.StageNew
	}
	return true
}

func (t *Triage) asked(h app.Head) bool {
	if t.query == "" {
		return true
	}
	return strings.Contains(strings.ToLower(h.Ref+" "+h.SourceType.Title()+" "+h.Compartment+" "+words.Of("stage", string(h.Stage))+" "+h.Grade), t.query)
}

// Row is one line of the list; lines out of view are never made.
func (t *Triage) Row(i int) Row { return HeadRow(t.now(), t.shown[i]) }

// View is the screen as it stands.
func (t *Triage) View() TriageView {
	now := t.now()
	v := TriageView{Count: len(t.shown), Chosen: -1, Opened: t.opened != nil, Filters: t.filters()}
	for i, h := range t.shown {
		if h.Item == t.chosen {
			v.Chosen = i
		}
	}
	for _, h := range t.heads {
		if h.Item == t.chosen {
			hv := Header(now, h)
			v.Header = &hv
			if v.Chosen < 0 {
				v.Hidden = words.T("triage.hidden", h.Ref)
			}
		}
	}
	if v.Count == 0 {
		v.Empty = words.T("triage.none.filter")
		if len(t.heads) == 0 {
			v.Empty = words.T("triage.none")
		}
	}
	return v
}

func (t *Triage) filters() []FilterView {
	var out []FilterView
	for _, f := range Filters() {
		n := t.counts[f]
		if f == FilterFresh && n == 0 && f != t.filter {
			continue
		}
		fv := FilterView{ID: f, Text: fmt.Sprintf("%s %d", words.Of("filter", string(f)), n), On: f == t.filter}
		if fv.On {
			fv.Tone = Accent
		}
		if (f == FilterLife || f == FilterFresh) && n > 0 {
			fv.Tone = Danger
		}
		out = append(out, fv)
	}
	return out
}

// HeadRow is an item as a line of a list: neutral fields only.
func HeadRow(now time.Time, h app.Head) Row {
	c := Clock(now, h.Deadline)
	r := Row{Tone: BandTone(h.Danger), Title: h.Ref, Right: c.Text, Late: c.Tone}
	if r.Right == "" {
		r.Right = When(now, h.Received)
	}
	r.Sub = h.SourceType.Title() + " · " + h.Compartment
	if h.OpenPrompts == 0 && h.Clock != "" {
		r.Sub += " · " + words.T("clock.due", words.Of("clock", h.Clock))
	}
	if h.Danger != app.Rest {
		r.Words = append(r.Words, Word{bandWord(h.Danger), BandTone(h.Danger)})
	}
	r.Words = append(r.Words, StageWord(h.Stage))
	switch {
	case h.Fresh > 0:
		r.Words = append(r.Words, Word{words.Count("triage.fresh", h.Fresh), Danger})
	case h.OpenPrompts > 0:
		r.Words = append(r.Words, Word{words.T("triage.stillopen", h.OpenPrompts), Neutral})
	}
	if h.Grade != "" {
		r.Words = append(r.Words, Word{h.Grade, Neutral})
	}
	if h.NotRead {
		r.Words = append(r.Words, Word{words.T("triage.notread"), Due})
	}
	if h.Alarms > 0 {
		r.Words = append(r.Words, Word{words.Count("triage.alarms", h.Alarms), Danger})
	}
	return r
}

// Header is the head of an item's page.
func Header(now time.Time, h app.Head) HeaderView {
	v := HeaderView{Item: h.Item, Title: h.Ref, Clock: NamedClock(now, h.Clock, h.Deadline)}
	v.Line = words.T("header.line", h.SourceType.Title(), h.Compartment, When(now, h.Received))
	v.Words = []Word{{string(h.Tier), Neutral}, StageWord(h.Stage)}
	if h.Danger != app.Rest {
		v.Words = append([]Word{{bandWord(h.Danger), BandTone(h.Danger)}}, v.Words...)
	}
	if h.Grade != "" {
		v.Words = append(v.Words, Word{h.Grade, Neutral})
	}
	if h.NotRead {
		v.Words = append(v.Words, Word{words.T("triage.notread"), Due})
	}
	return v
}
