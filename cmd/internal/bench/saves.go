package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/risk"
	"corridor/cmd/internal/station"
	"corridor/storage/index"
)

// vaultOf makes a vault of n products and its peer, and measures both.
func (t *table) vaultOf(ctx context.Context, n int) error {
	dir, err := os.MkdirTemp("", "corridor-bench-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	engine, err := risk.New()
	if err != nil {
		return err
	}
	t0 := time.Now()
	path, st, err := fill(ctx, dir, n, engine)
	if err != nil {
		return err
	}
	stored := time.Since(t0)
	indexed, err := indexing(n)
	if err != nil {
		return err
	}
	t0 = time.Now()
	plain, err := plainFill(dir, n)
	if err != nil {
		return err
	}
	peer := time.Since(t0)
	per := func(d time.Duration) float64 { return float64(n) / d.Seconds() }
	t.add(fmt.Sprintf("import of %d products, ten acts each, scanned and indexed", n), rate(per(stored+indexed)), rate(per(peer))+" plain, not scanned",
		(stored+indexed).Seconds()/peer.Seconds(), "≥ 200 of ten acts/s", per(stored+indexed) >= 200)
	t.note("import of %d products is %.0f acts/s; store and scan %.0f acts/s, index %.0f products/s", n, 10*per(stored+indexed), 10*per(stored), per(indexed))
	if err := t.imports(ctx, n, engine); err != nil {
		return err
	}
	if err := t.sizes(path, plain, n); err != nil {
		return err
	}
	var p plainSitting
	if err := child(ctx, &p, "-plain", plain); err != nil {
		return err
	}
	s, err := t.unlocks(ctx, path, st.Keys, n, p)
	if err != nil {
		return err
	}
	t.searches(n, s, p)
	return nil
}

// imports measures n items taken in as Receive takes them: the original, what was
// read of it, its receipt and its scan, in two acts. The next ones are read for
// risk while the last are signed, sealed and made durable, and indexed beside it.
func (t *table) imports(ctx context.Context, n int, engine *risk.Engine) error {
	dir, err := os.MkdirTemp("", "corridor-bench-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	d, _, _, err := founded(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	x, err := index.New()
	if err != nil {
		return err
	}
	defer func() { _ = x.Close() }()
	t0 := time.Now()
	if err := takeIn(ctx, d, x, n, engine); err != nil {
		return err
	}
	per := float64(n) / time.Since(t0).Seconds()
	t.add(fmt.Sprintf("import of %d items as received, scanned and indexed", n), rate(per), "", 0, "≥ 2,000/s", per >= 2000)
	return nil
}

// lot is how many items are stored in one append.
const lot = 500

// takeIn scans, stores and indexes n items, a lot after the other.
func takeIn(ctx context.Context, d *app.Desk, x *index.Index, n int, engine *risk.Engine) error {
	scanned, indexed := make(chan []entry.Draft, 1), make(chan error, 1)
	var failed error
	go func() {
		defer close(scanned)
		c := newCorpus()
		for i := 0; i < n && failed == nil; {
			var ds []entry.Draft
			for range min(lot, n-i) {
				var p []entry.Draft
				if p, failed = product(i, c.text(), c.attachment(i), engine, time.Now()); failed != nil {
					return
				}
				ds = append(ds, p[:2]...)
				i++
			}
			scanned <- ds
		}
	}()
	go func() { indexed <- addAll(x, n) }()
	for ds := range scanned {
		if _, err := d.Vault.Append(ctx, ds...); err != nil {
			return errors.Join(err, <-indexed)
		}
	}
	return errors.Join(failed, <-indexed)
}

// indexing measures building the search of n products.
func indexing(n int) (time.Duration, error) {
	x, err := index.New()
	if err != nil {
		return 0, err
	}
	defer func() { _ = x.Close() }()
	t0 := time.Now()
	err = addAll(x, n)
	return time.Since(t0), err
}

func addAll(x *index.Index, n int) error {
	c := newCorpus()
	for i := range n {
		text := c.text()
		c.attachment(i)
		err := x.Add(entry.ID(fmt.Sprint(i)), map[string]string{"ref": fmt.Sprintf("SIU-26-%06d", i), "text": text, "from": fmt.Sprintf("Charity line CL-%d", i)})
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *table) sizes(path, plain string, n int) error {
	size := func(p string) (mb float64, err error) {
		for _, end := range []string{"", "-wal"} {
			i, e := os.Stat(p + end)
			if e == nil {
				mb += float64(i.Size()) / (1 << 20)
			} else if end == "" {
				err = e
			}
		}
		return mb, err
	}
	ours, err := size(path)
	if err != nil {
		return err
	}
	theirs, err := size(plain)
	if err != nil {
		return err
	}
	t.add(fmt.Sprintf("file size, %d products", n), mib(ours), mib(theirs)+" plain, FTS5 in the file", ours/theirs, "≤ 1.2×", ours <= 1.2*theirs)
	return nil
}

// searches compares searches of the same texts: ours over the sealed pages that
// an earlier session kept.
func (t *table) searches(n int, s sitting, p plainSitting) {
	for _, name := range []string{"common", "rare", "and", "prefix", "phrase"} {
		m := s.Words[name]
		t.add(fmt.Sprintf("search %s, %d products, p50", name, n), ms(m), ms(p.Search[name])+" plain FTS5", m/p.Search[name], "≤ 1.2×, ≤ 50 ms", m <= 1.2*p.Search[name] && m <= 50)
	}
}

// searched asks every query 31 times and gives the median of each, ms.
func searched(ask func(q string) error) (map[string]float64, error) {
	out := map[string]float64{}
	for name, q := range queries() {
		var took []float64
		for range 31 {
			t0 := time.Now()
			if err := ask(q); err != nil {
				return nil, err
			}
			took = append(took, float64(time.Since(t0).Nanoseconds())/1e6)
		}
		out[name] = median(took)
	}
	return out, nil
}

// saves measures one durable act beside one plain insert of the same bytes, in
// turns, so that whatever else the machine does falls on both.
func (t *table) saves(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "corridor-bench-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path, st, err := fill(ctx, dir, 100, nil)
	if err != nil {
		return err
	}
	plain, err := plainFill(dir, 100)
	if err != nil {
		return err
	}
	ours, theirs, err := inTurns(ctx, st, path, plain, 600)
	if err != nil {
		return err
	}
	t.add("save: one act with 2 KB of text, durable, p50", ms(ours), ms(theirs)+" plain SQLite", ours/theirs, "≤ 1.5×", ours <= 1.5*theirs)
	return nil
}

func inTurns(ctx context.Context, st *station.Station, path, plain string, n int) (ours, theirs float64, err error) {
	d, err := st.Unlock(ctx, path, officer, []byte(passphrase))
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = d.Close() }()
	db, err := plainOpen(plain)
	if err != nil {
		return 0, 0, err
	}
	defer db.Close()
	c := newCorpus()
	item := d.Inbox()[0].Item
	var a, b []float64
	for range n {
		draft := entry.Draft{Kind: entry.DraftSaved, Item: item, Facts: map[string]int{"version": 1}, Pieces: []entry.Piece{{Role: "draft", Body: []byte(c.text())}}}
		a = append(a, timed(func() { _, err = d.Vault.Append(ctx, draft) }))
		if err != nil {
			return 0, 0, err
		}
		b = append(b, timed(func() {
			tx, e := db.Begin()
			if e != nil {
				err = e
				return
			}
			if err = plainActs(tx, draft); err == nil {
				err = tx.Commit()
			}
		}))
		if err != nil {
			return 0, 0, err
		}
	}
	return median(a), median(b), nil
}
