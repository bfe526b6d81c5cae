package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/app/state"
	"corridor/app/tune"
)

// Rescanned is what reading the vault again by the rules in force came to.
type Rescanned struct {
	Version string
	Read    int // products, in this run
	NotRead int // whose content could not be opened
	Found   int // with a prompt that is new
	Left    int // products still to be read
}

// FreshView is a product in which other rules found something that nobody has
// looked at since.
type FreshView struct {
	Head
	Questions []risk.Category // gravest first
	At        time.Time       // when it was found
}

// noteEvery is after how many products a rescan notes how far it came, so that
// one that is cut off goes on from there.
const noteEvery = 4096

// owed reports whether a compartment holds products that other rules than these
// read last.
func (d *Desk) owed(compartment entry.ID, version string) bool {
	through := d.st.Tune.Through(compartment, version)
	for v, last := range d.st.Tallies.Scans[compartment] {
		if v != version && last > through {
			return true
		}
	}
	return false
}

// rescannable lists, in the order of receipt, the products that a version of
// the rules has not come to in the compartments that are owed a rescan.
func (d *Desk) rescannable(version string) []entry.ID {
	owed := map[entry.ID]uint64{}
	for c := range d.st.Tallies.Scans {
		if d.owed(c, version) {
			owed[c] = d.st.Tune.Through(c, version)
		}
	}
	if len(owed) == 0 {
		return nil
	}
	var out []entry.ID
	for _, id := range d.st.Order() {
		compartment, place := d.receivedAt(id)
		if through, ok := owed[compartment]; ok && place > through {
			out = append(out, id)
		}
	}
	return out
}

// receivedAt is where a product was received, without folding it.
func (d *Desk) receivedAt(id entry.ID) (compartment entry.ID, place uint64) {
	if it, ok := d.st.Hot(id); ok {
		return it.Compartment, it.Entry.Seq
	}
	if c, ok := d.st.Cold(id); ok {
		return c.Compartment, c.Places.First()
	}
	return "", 0
}

// toRescan counts the products that the rules in force have not read.
func (d *Desk) toRescan(ctx context.Context) int {
	return len(d.rescannable(d.engine(ctx).Version()))
}

// Rescan reads the products that are open here again by the rules in force: all
// that other rules read last. What is new in one is journalled with the version
// and has to be answered; what was raised or answered before stands. How far it
// came is journalled too, in each compartment, so that one that was cut off goes
// on from there. It ends early, without an error, when the rules change again.
// Work goes on meanwhile; progress, if any, hears how far it is.
func (d *Desk) Rescan(ctx context.Context, progress func(done, total int)) (Rescanned, error) {
	d.mu.Lock()
	err := d.load(ctx)
	engine := d.engine(ctx)
	ids := d.rescannable(engine.Version())
	d.mu.Unlock()
	run := &rescan{desk: d, engine: engine, come: map[entry.ID]*tune.Rescanned{}}
	run.out.Version, run.out.Left = engine.Version(), len(ids)
	if err != nil || len(ids) == 0 {
		return run.out, err
	}
	for lot := range slices.Chunk(ids, rereadLot) {
		if err = run.lot(ctx, lot); err != nil {
			break
		}
		if progress != nil {
			progress(len(ids)-run.out.Left, len(ids))
		}
	}
	if errors.Is(err, errOtherRules) {
		err = nil
	}
	return run.out, errors.Join(err, run.note(context.WithoutCancel(ctx)))
}

// errOtherRules ends a rescan by rules that are no longer in force.
var errOtherRules = errors.New("app: the rules changed")

// rescan is one run.
type rescan struct {
	desk   *Desk
	engine *risk.Engine
	out    Rescanned
	come   map[entry.ID]*tune.Rescanned // by compartment, since the last note
	since  int                          // products since the last note
}

// lot reads some products and journals what is new in them.
func (r *rescan) lot(ctx context.Context, ids []entry.ID) error {
	d := r.desk
	rs, err := d.reread(ctx, ids)
	if err != nil {
		return err
	}
	found := map[entry.ID]intel.Scanned{}
	for _, x := range rs {
		if x.err != nil || x.scan != nil && x.scan.Version == r.engine.Version() {
			continue
		}
		f := scanned(readBy(r.engine, x.text, x.received, x.at))
		if raises(f, x.scan) {
			found[x.item] = f
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.engine(ctx).Version() != r.engine.Version() {
		return errOtherRules
	}
	if err := r.journal(ctx, found); err != nil {
		return err
	}
	for _, id := range ids {
		compartment, place := d.receivedAt(id)
		r.of(compartment).Through = max(r.of(compartment).Through, place)
	}
	for _, x := range rs {
		r.count(x)
	}
	r.out.Left -= len(ids)
	if r.since += len(ids); r.since >= noteEvery {
		return r.noted(ctx)
	}
	return nil
}

// raises reports whether a scan raises a question that another did not; an
// unknown one raised nothing.
func raises(f intel.Scanned, before *intel.Scanned) bool {
	return slices.ContainsFunc(f.Prompts, func(p intel.Flagged) bool {
		return !p.SetAside && (before == nil || !slices.ContainsFunc(before.Prompts, func(q intel.Flagged) bool { return !q.SetAside && q.Category == p.Category }))
	})
}

// journal writes what is new, as one transaction.
func (r *rescan) journal(ctx context.Context, found map[entry.ID]intel.Scanned) error {
	var ds []entry.Draft
	for id, f := range found {
		it, err := r.desk.item(id)
		if err != nil || it.Scan == nil || it.Destroyed != nil || len(it.News(f)) == 0 {
			continue
		}
		ds = append(ds, entry.Draft{Kind: entry.ProductRescanned, Item: id, Facts: f})
		r.of(it.Compartment).Found++
		r.out.Found++
	}
	if len(ds) == 0 {
		return nil
	}
	slices.SortFunc(ds, func(a, b entry.Draft) int { return cmp.Compare(a.Item, b.Item) })
	return r.desk.append(ctx, ds...)
}

func (r *rescan) count(x reread) {
	c := r.of(x.compartment)
	if x.err != nil {
		c.NotRead++
		r.out.NotRead++
		return
	}
	c.Read++
	r.out.Read++
}

func (r *rescan) of(compartment entry.ID) *tune.Rescanned {
	if r.come[compartment] == nil {
		r.come[compartment] = &tune.Rescanned{Version: r.engine.Version()}
	}
	return r.come[compartment]
}

// note journals how far the run came.
func (r *rescan) note(ctx context.Context) error {
	r.desk.mu.Lock()
	defer r.desk.mu.Unlock()
	return r.noted(ctx)
}

func (r *rescan) noted(ctx context.Context) error {
	var ds []entry.Draft
	for c, f := range r.come {
		if f.Through > 0 {
			ds = append(ds, entry.Draft{Kind: entry.VaultRescanned, Compartment: c, Facts: *f})
		}
	}
	clear(r.come)
	r.since = 0
	if len(ds) == 0 {
		return nil
	}
	slices.SortFunc(ds, func(a, b entry.Draft) int { return cmp.Compare(a.Compartment, b.Compartment) })
	return r.desk.append(ctx, ds...)
}

// Fresh lists the products in which other rules found something that nobody has
// looked at since, in the order of the triage list.
func (d *Desk) Fresh() []FreshView {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []FreshView
	for _, it := range d.hot() {
		fresh := it.Fresh()
		if len(fresh) == 0 {
			continue
		}
		v := FreshView{Head: d.head(it), At: fresh[len(fresh)-1].At}
		for _, c := range risk.Categories() {
			if slices.ContainsFunc(fresh, func(f state.FoundAt) bool { return f.Category == string(c) }) {
				v.Questions = append(v.Questions, c)
			}
		}
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b FreshView) int {
		switch {
		case before(&a.Head, &b.Head):
			return -1
		case before(&b.Head, &a.Head):
			return 1
		}
		return 0
	})
	return out
}
