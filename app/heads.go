package app

import (
	"context"
	"errors"
	"slices"
	"sort"
	"strings"
	"time"

	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/app/setting"
	"corridor/app/state"
	"corridor/app/threat"
)

// Inbox lists the items of the open compartments in order of danger, then of
// the clock that runs out next.
func (d *Desk) Inbox() []Head {
	d.mu.Lock()
	defer d.mu.Unlock()
	heads := make([]Head, 0, len(d.st.Order()))
	d.each(func(h Head, _ int, _ *state.Item) { heads = append(heads, h) })
	by := make([]*Head, len(heads)) // moved instead of the heads, which are large
	for i := range heads {
		by[i] = &heads[i]
	}
	slices.SortStableFunc(by, func(a, b *Head) int {
		switch {
		case before(a, b):
			return -1
		case before(b, a):
			return 1
		}
		return 0
	})
	out := make([]Head, len(by))
	for i, h := range by {
		out[i] = *h
	}
	return out
}

// each gives what lists show of every product, in the order of receipt, and how
// many life questions are open: of one that this session has not folded, from
// what an earlier one kept, and then without the product.
func (d *Desk) each(do func(h Head, openLife int, hot *state.Item)) {
	first, soon := d.st.Settings.Duration(setting.TriageFirstRead), d.Now().Add(time.Hour)
	for _, id := range d.st.Order() {
		if it, ok := d.st.Hot(id); ok {
			do(d.head(it), openLife(it), it)
			continue
		}
		b := d.briefs[id]
		do(d.shown(b, first, soon), int(b.openLife), nil)
	}
}

// shown is a brief as lists show it at a time an hour before soon, where a
// first read is due after first.
func (d *Desk) shown(b *brief, first time.Duration, soon time.Time) Head {
	h := Head{Item: b.item, Ref: b.ref, SourceType: b.ilk.source, Compartment: d.labelOf(b.compartment), Tier: b.ilk.tier, Received: b.received, Danger: b.danger,
		Stage: b.ilk.stage, OpenPrompts: int(b.openPrompts), NotRead: b.notRead, Grade: b.ilk.grade, Alarms: int(b.alarms)}
	if h.OpenPrompts > 0 {
		h.Deadline, h.Clock = h.Received.Add(first), clockFirstRead
	}
	return h.pressed(soon)
}

// headOf is what lists show of one product.
func (d *Desk) headOf(id entry.ID) (Head, bool) {
	if it, ok := d.st.Hot(id); ok {
		return d.head(it), true
	}
	if _, cold := d.st.Cold(id); !cold {
		return Head{}, false
	}
	return d.shown(d.briefs[id], d.st.Settings.Duration(setting.TriageFirstRead), d.Now().Add(time.Hour)), true
}

// pressed moves a head up when its clock runs out before soon.
func (h Head) pressed(soon time.Time) Head {
	if h.Danger == Rest && !h.Deadline.IsZero() && h.Deadline.Before(soon) && !h.done() {
		h.Danger = Timed
	}
	return h
}

// clockFirstRead names the clock of the first read.
const clockFirstRead = "first read"

// hot lists the products that this session has folded, which all are for which
// somebody waits, in the order of receipt.
func (d *Desk) hot() []*state.Item {
	var out []*state.Item
	for _, id := range d.st.Order() {
		if it, ok := d.st.Hot(id); ok {
			out = append(out, it)
		}
	}
	return out
}

// before is the order of the triage list: unfinished before finished, then
// danger, then the nearer clock, then the older receipt.
func before(a, b *Head) bool {
	if da, db := a.done(), b.done(); da != db {
		return db
	}
	if a.Danger != b.Danger {
		return a.Danger < b.Danger
	}
	if az, bz := a.Deadline.IsZero(), b.Deadline.IsZero(); az != bz {
		return bz
	}
	if !a.Deadline.Equal(b.Deadline) {
		return a.Deadline.Before(b.Deadline)
	}
	return a.Received.Before(b.Received)
}

func (h *Head) done() bool {
	return h.Stage == StageReleased || h.Stage == StageRefused || h.Stage == StageDestroyed
}

func (d *Desk) head(it *state.Item) Head {
	h := Head{Item: it.ID, Ref: it.Received.Ref, SourceType: it.Received.SourceType, Tier: it.Received.Tier,
		Compartment: d.labelOf(it.Compartment), Received: it.At, NotRead: it.Received.Read != "yes", Alarms: it.Alarms}
	h.OpenPrompts, h.Fresh = openPrompts(it), len(it.Fresh())
	for _, t := range it.OpenThreats() {
		if !t.Owned() {
			h.Unowned++
		}
	}
	if g, ok := it.Grade(); ok {
		h.Grade = gradeWords(g.Facts)
	}
	h.Stage = stage(it, h)
	h.Danger = d.danger(it)
	h.Deadline, h.Clock = d.deadline(it, h)
	return h.pressed(d.Now().Add(time.Hour))
}

// openPrompts counts the questions of the first read without an answer, or with
// one that a rescan has overtaken.
func openPrompts(it *state.Item) int {
	n := 0
	for _, c := range risk.Categories() {
		if !it.Answered(string(c)) {
			n++
		}
	}
	return n
}

func stage(it *state.Item, h Head) Stage {
	if it.Destroyed != nil {
		return StageDestroyed
	}
	if h.OpenPrompts > 0 {
		return StageNew
	}
	if h.Unowned > 0 {
		return StageThreat
	}
	if r := it.Current(); r != nil {
		switch r.Status() {
		case "sent":
			return StageReleased
		case "refused":
			return StageRefused
		case "waiting":
			return StageWaiting
		case "approved":
			return StageApproved
		case "returned":
			if dr, ok := it.Draft(); !ok || dr.Entry.Seq < r.Decided.Entry.Seq {
				return StageReturned
			}
		}
	}
	if _, ok := it.Grade(); !ok {
		return StageGrading
	}
	return StageDrafting
}

// danger asks first for lives, then for the other flags.
func (d *Desk) danger(it *state.Item) Danger {
	if len(it.OpenThreats()) > 0 {
		return Life
	}
	band := Rest
	if it.Scan != nil {
		for _, p := range it.Scan.Prompts {
			if p.SetAside {
				continue
			}
			a := it.Answers[p.Category].Facts.Answer
			answered := it.Answered(p.Category)
			if a == intel.No && answered {
				continue
			}
			if risk.Category(p.Category).Life() && !answered {
				return Life
			}
			band = min(band, High)
		}
		if it.Scan.Immediate && openPrompts(it) > 0 {
			band = min(band, Timed)
		}
	}
	return band
}

// deadline is the clock that runs out next for an item.
func (d *Desk) deadline(it *state.Item, h Head) (time.Time, string) {
	var at time.Time
	what := ""
	nearer := func(t time.Time, w string) {
		if !t.IsZero() && (at.IsZero() || t.Before(at)) {
			at, what = t, w
		}
	}
	if h.OpenPrompts > 0 {
		nearer(readFrom(it, h.OpenPrompts).Add(d.st.Settings.Duration(setting.TriageFirstRead)), clockFirstRead)
	}
	for _, t := range it.OpenThreats() {
		due, w := d.threatDue(t)
		nearer(due, w)
	}
	for _, sp := range it.Spoken {
		if sp.Signed == nil {
			nearer(sp.Record.SignBy, "sign-off")
		}
	}
	return at, what
}

// readFrom is when the clock of the first read begins: when a product came, or,
// where all of it was answered, when a rescan found more to ask.
func readFrom(it *state.Item, open int) time.Time {
	if fresh := it.Fresh(); len(fresh) > 0 && len(fresh) == open {
		return fresh[0].At
	}
	return it.At
}

// threatDue is the clock of a threat: an owner first, then the first decision,
// then the reviews.
func (d *Desk) threatDue(t threat.Threat) (time.Time, string) {
	if !t.Owned() {
		return t.Deadline, "owner"
	}
	if t.Version == 0 {
		return t.RaisedAt.Add(d.st.Settings.Duration(setting.ThreatDecideHigh)), "decision"
	}
	return t.ReviewBy, "review"
}

func (d *Desk) labelOf(c entry.ID) string {
	if c == d.Vault.Common() {
		return "Unit"
	}
	return d.labels[c].Name
}

// Status is what the strip, the rail and the status line show.
func (d *Desk) Status() Status {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := Status{ToSecond: d.toSecond(), CheckedAt: d.checked, Alarms: len(d.st.Alarms), Warnings: slices.Concat(d.Vault.Warnings(), d.spooled(), d.loud()),
		Provisional: d.st.Roster.Provisional(), Unread: d.unread}
	s.Checked, s.ToCheck = d.checkedTo()
	s.ToRescan = d.toRescan(context.Background())
	for _, b := range d.st.Keeping.Standing(d.Now()) {
		s.BackedUp = b.Entry.Done // oldest first
	}
	d.each(func(h Head, life int, it *state.Item) {
		if h.Stage == StageNew {
			s.ToRead++
			s.OpenLife += life
		}
		s.Unowned += h.Unowned
		if h.Fresh > 0 {
			s.Fresh++
		}
		switch h.Stage {
		case StageWaiting:
			s.ToSign++
		case StageReturned:
			s.Returned++
		}
		if it != nil {
			s.ToSign += unsigned(it)
		}
		if !h.Deadline.IsZero() && (s.Next.IsZero() || h.Deadline.Before(s.Next)) {
			s.Next, s.NextRef = h.Deadline, h.Ref
		}
	})
	return s
}

// unsigned counts emergency releases that wait for their sign-off.
func unsigned(it *state.Item) int {
	n := 0
	for _, sp := range it.Spoken {
		if sp.Signed == nil {
			n++
		}
	}
	return n
}

// openLife counts flagged life questions without an answer.
func openLife(it *state.Item) int {
	if it.Scan == nil {
		return 0
	}
	seen := map[string]bool{}
	for _, p := range it.Scan.Prompts {
		if !it.Answered(p.Category) && !p.SetAside && risk.Category(p.Category).Life() {
			seen[p.Category] = true
		}
	}
	return len(seen)
}

// MostHits is how many hits a search gives at the most, the best first: where it
// gives as many, there may be more.
const MostHits = 200

// Search journals the query, durably, before any hit appears. It gives no more
// than MostHits.
func (d *Desk) Search(ctx context.Context, query string) ([]HitView, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if strings.TrimSpace(query) == "" {
		return nil, nil
	}
	hits, err := d.find(query, MostHits)
	if errors.Is(err, errLate) {
		if err := d.afresh(ctx); err != nil {
			return nil, err
		}
		hits, err = d.find(query, MostHits)
	}
	if err != nil {
		return nil, ErrInput
	}
	err = d.append(ctx, entry.Draft{Kind: entry.SearchMade, Facts: intel.Searched{Hits: len(hits)}, Pieces: words(intel.RoleQuery, query)})
	if err != nil {
		return nil, err
	}
	var out []HitView
	for _, h := range hits {
		if head, ok := d.headOf(h.Item); ok {
			out = append(out, HitView{Head: head, Why: h.Why})
		}
	}
	return out, nil
}

// find asks the search for words, and for what lists show where it can.
func (d *Desk) find(query string, limit int) ([]Hit, error) {
	if ix, ok := d.Index.(FacetIndex); ok {
		return ix.Find(query, limit, d.facets)
	}
	return d.Index.Search(query, limit)
}

func (d *Desk) facets(id entry.ID) (Facets, bool) {
	h, ok := d.headOf(id)
	return Facets{Grade: h.Grade, State: string(h.Stage), Day: clock.Date(h.Received)}, ok
}

// Threats is the board: every open threat, no words, the most pressing first.
func (d *Desk) Threats() []ThreatView {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []ThreatView
	for _, it := range d.hot() {
		for _, t := range it.OpenThreats() {
			out = append(out, d.threatView(it, t))
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Due.Before(out[j].Due) })
	return out
}

func (d *Desk) threatView(it *state.Item, t threat.Threat) ThreatView {
	due, _ := d.threatDue(t)
	v := ThreatView{Item: it.ID, Ref: it.Received.Ref, T: t, Next: t.Next(d.Now()), Due: due, Overdue: d.Now().After(due)}
	if t.Owner != "" {
		v.Owner = d.name(t.Owner)
	}
	return v
}
