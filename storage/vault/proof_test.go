package vault

import (
	"context"
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/crypto/pgp"
)

// Checking ahead by a key saves time and answers nothing: whatever was guessed,
// a proof holds by the author's key alone.
func TestCheckedAheadByAnotherKey(t *testing.T) {
	d := found1(t)
	d.add(t, "one")
	own := d.founder.Keys[0].Public
	other, err := pgp.Generate("stranger", time.Unix(1_770_000_000, 0), d.rand)
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := other.Public()
	if err != nil {
		t.Fatal(err)
	}
	for name, guess := range map[string][]byte{"nothing": nil, "the author's": own, "a stranger's": stranger, "no key at all": {1, 2, 3}} {
		t.Run("guessed "+name, func(t *testing.T) {
			d.signers.keys.Clear()
			if guess != nil {
				d.signers.note(d.me, guess)
			}
			for _, r := range d.all(t) {
				if err := r.Proof.By(stranger); err == nil {
					t.Errorf("entry %d passes for the stranger's", r.Seq)
				}
				if err := r.Proof.By(own); err != nil {
					t.Errorf("entry %d: %v", r.Seq, err)
				}
				if err := r.Proof.By(nil); err == nil {
					t.Errorf("entry %d passes for nobody's", r.Seq)
				}
			}
		})
	}
}

// A reading sees what is appended while it goes on, however its batches fall.
func TestReadSeesWhatIsAppendedMeanwhile(t *testing.T) {
	d := found1(t)
	have := d.all(t)
	for len(have) < batch { // the first batch is full, and nothing behind it
		have = append(have, entry.Record{})
		d.add(t, "x")
	}
	seen, added := 0, 0
	err := d.Read(context.Background(), 0, func(r entry.Record) error {
		if seen++; r.Seq != uint64(seen) || len(r.Faults) > 0 {
			t.Errorf("record %d is at %d, faults %v", seen, r.Seq, r.Faults)
		}
		if seen == batch || seen == batch+1 {
			d.add(t, "meanwhile")
			added++
		}
		return nil
	})
	if err != nil || added != 2 || seen != batch+2 {
		t.Errorf("%d records, %d added meanwhile, %v", seen, added, err)
	}
}
