package app_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"slices"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/storage/index"
	"corridor/storage/vault"
)

// forger shows one entry as somebody would have written it who is not its
// author.
type forger struct {
	app.Vault
	seq uint64
}

type noProof struct{}

func (noProof) By([]byte) error { return errors.New("another key's") }

func (f forger) forged(r entry.Record) entry.Record {
	if r.Seq == f.seq {
		r.Proof = noProof{}
	}
	return r
}

func (f forger) Read(ctx context.Context, after uint64, fn func(entry.Record) error) error {
	return f.Vault.Read(ctx, after, func(r entry.Record) error { return fn(f.forged(r)) })
}

func (f forger) Skim(ctx context.Context, after uint64, fn func(entry.Record) error) error {
	return f.Vault.Skim(ctx, after, func(r entry.Record) error { return fn(f.forged(r)) })
}

func (f forger) Records(ctx context.Context, places []uint64) ([]entry.Record, error) {
	rs, err := f.Vault.Records(ctx, places)
	for i := range rs {
		rs[i] = f.forged(rs[i])
	}
	return rs, err
}

// early opens a desk that may be used before it has verified the journal, with
// nothing kept and one entry forged (0 for none).
func (u *unit) early(who entry.Person, forged uint64) *app.Desk {
	u.t.Helper()
	if u.desk != nil {
		must(u.t, u.desk.Close())
		u.desk = nil
	}
	if err := os.Remove(u.cacheOf(who)); err != nil && !os.IsNotExist(err) {
		u.t.Fatal(err)
	}
	v, err := vault.Open(u.t.Context(), u.path, u.keys, who, []byte(pass), u.clk.now)
	must(u.t, err)
	ix, err := index.New()
	must(u.t, err)
	u.t.Cleanup(func() { _ = ix.Close() })
	d, err := app.OpenDesk(u.t.Context(), app.Parts{Vault: forger{v, forged}, Reader: reader{}, Index: ix, Risk: u.risk, Now: u.clk.now, NewID: vault.NewID, Rand: rand.Reader, Early: true})
	must(u.t, err)
	u.desk, u.who = d, who
	return d
}

func stillReading(d *app.Desk) bool { return d.Status().Unread }

// A desk that opens a vault for the first time shows at once what it shows once
// everything is verified; what it does not know yet it says, and keeps nothing.
func TestFirstOpening(t *testing.T) {
	u, items := busy(t)
	must(t, os.Remove(u.cacheOf("malik")))
	full := u.sit("malik")
	upTo := full.Status().Checked
	want := shows(t, full, upTo)
	d := u.early("malik", 0)
	if st := d.Status(); st.ToCheck == 0 || st.Checked > 3 || !stillReading(d) {
		t.Errorf("%d checked, %d to check, %q", st.Checked, st.ToCheck, st.Warnings)
	}
	same(t, lists(d, upTo), func() shown { w := want; w.Hits = nil; return w }())
	if h, err := d.Search(t.Context(), "tablets"); err != nil || len(h) != 0 {
		t.Errorf("found before it was read: %v %v", h, err)
	}
	if p, err := d.Open(t.Context(), items[0]); err != nil || !p.Graded {
		t.Errorf("a product does not open: %v", err)
	}
	must(t, d.Keep(t.Context()))
	if _, err := os.Stat(u.cacheOf("malik")); err == nil {
		t.Error("what was not verified was kept")
	}
	r, err := d.Recheck(t.Context(), nil)
	must(t, err)
	if st := d.Status(); len(r.Alarms) != 0 || st.ToCheck != 0 || stillReading(d) {
		t.Errorf("%+v, %d to check, %q", r.Alarms, st.ToCheck, st.Warnings)
	}
	same(t, shows(t, d, upTo), want)
	must(t, d.Keep(t.Context()))
	if _, err := os.Stat(u.cacheOf("malik")); err != nil {
		t.Errorf("what was verified was not kept: %v", err)
	}
	folded := d.Folded()
	again := u.sit("malik")
	if again.Status().ToCheck == 0 {
		t.Fatal("the cache was not used")
	}
	for i, it := range again.Folded() {
		if len(it.Log) < len(folded[i].Log) || it.Alarms != folded[i].Alarms {
			t.Errorf("product %d is another", i)
		}
	}
}

// What a member wrote in another's name is believed of no product that somebody
// opens, and of none once the check is through; what makes the unit what it is
// is never believed.
func TestFirstOpeningOfForgeries(t *testing.T) {
	u, items := busy(t)
	full := u.sit("malik")
	grade := full.Journal(app.JournalFilter{Item: items[0], Kind: entry.ProductGraded})[0].Seq
	enrolled := full.Journal(app.JournalFilter{Kind: entry.PersonEnrolled})[0].Seq
	raised := full.Journal(app.JournalFilter{Kind: entry.ThreatRaised})[0].Seq
	threats := len(full.Threats())
	alarmed := func(d *app.Desk, seq uint64) bool {
		return slices.ContainsFunc(d.Journal(app.JournalFilter{Faults: true}), func(l app.LogLine) bool { return l.Seq == seq })
	}
	t.Run("a product that is opened", func(t *testing.T) {
		d := u.early("malik", grade)
		before := d.Status().Alarms
		if p, err := d.Open(t.Context(), items[0]); err != nil || p.Graded || d.Status().Alarms == before {
			t.Errorf("a forged grade stands (%v)", err)
		}
	})
	t.Run("a product that is not", func(t *testing.T) {
		d := u.early("malik", grade)
		r, err := d.Recheck(t.Context(), nil)
		must(t, err)
		if len(r.Alarms) == 0 || r.Alarms[0].Seq != grade || r.Alarms[0].Fault != entry.FaultSignature || !alarmed(d, grade) || d.Status().ToCheck != 0 || stillReading(d) {
			t.Errorf("%+v", r.Alarms)
		}
		if h, err := d.Search(t.Context(), "tablets"); err != nil || len(h) == 0 {
			t.Errorf("nothing is found afterwards: %v", err)
		}
	})
	t.Run("a threat", func(t *testing.T) {
		if d := u.early("malik", raised); d.Status().Alarms == 0 || len(d.Threats()) != threats-1 {
			t.Errorf("a forged threat is on the board: %+v", d.Threats())
		}
	})
	t.Run("a member", func(t *testing.T) {
		if d := u.early("malik", enrolled); !alarmed(d, enrolled) {
			t.Error("somebody was enrolled by a forgery")
		}
	})
	must(t, u.desk.Close())
	u.desk = nil
}
