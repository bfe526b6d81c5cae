package vault

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/crypto/frame"
	"corridor/crypto/pgp"
)

// scene is a vault under attack: two members, a compartment of the founder's,
// and eight entries with content.
type scene struct {
	*desk
	second      roster.Member
	compartment entry.ID
	old         string // a copy of the file as it was three entries ago
}

func stage(t *testing.T) *scene {
	t.Helper()
	d := found1(t)
	s := &scene{desk: d, compartment: NewID()}
	s.second = d.enrol(t, "p-00000002")
	ep, gs, err := d.NewEpoch(s.compartment, 1, []roster.Member{d.founder})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Append(context.Background(), entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: s.compartment, Facts: ep, Grants: gs}); err != nil {
		t.Fatal(err)
	}
	d.add(t, "four")
	d.add(t, "five")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	s.old = d.path + ".old"
	copyFile(t, d.path, s.old)
	d.reopenOK(t)
	d.add(t, "six")
	d.add(t, "seven")
	d.add(t, "eight")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return s
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// do runs SQL on the file behind the vault's back.
func (s *scene) do(t *testing.T, q string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r, err := db.Exec(q, args...)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("the attack changed nothing: %s", q)
	}
}

// as opens the vault beside the law, to sign and seal whatever is wanted.
func (s *scene) as(t *testing.T, p entry.Person) *Vault {
	t.Helper()
	v, err := Open(context.Background(), s.path, s.keys, p, []byte(pass), s.now)
	if err != nil {
		t.Fatal(err)
	}
	readAll(t, v, 0)
	return v
}

// forge puts an entry at the end: change may alter everything about it before
// it is signed by signer and sealed under key, with a tag by rowKey.
func (v *Vault) forge(t *testing.T, signer *pgp.Secret, h held, rowKey []byte, change func(*entry.Entry, *frame.Row)) {
	t.Helper()
	seq := v.front.last + 1
	r := frame.Row{Seq: seq, Compartment: v.common, Epoch: h.number, Prev: v.front.prev}
	e := pending{draft: entry.Draft{ID: NewID(), Kind: entry.SearchMade, Compartment: v.common}, facts: []byte("{}"), recorded: v.now()}.entry(v, seq, v.front.prev, h.number)
	change(&e, &r)
	body, err := frame.SealEntry(e, signer, h.key.Expose(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r.Body = body
	if r, err = frame.Fill(v.id, r, rowKey); err != nil {
		t.Fatal(err)
	}
	c, _ := frame.RawID(r.Compartment)
	db, err := sql.Open("sqlite3", "file:"+v.path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("INSERT INTO row VALUES(?,?,?,?,?,?,?,?)", r.Seq, c[:], r.Epoch, r.Prev, r.BodyHash, r.Hash, r.Tag, r.Body); err != nil {
		t.Fatal(err)
	}
}

func (v *Vault) mine(t *testing.T) held {
	t.Helper()
	h, ok := v.ring.current(v.common)
	if !ok {
		t.Fatal("no key")
	}
	return h
}

// outcome is what a member sees after an attack.
type outcome struct {
	recs     []entry.Record
	warnings string
	openErr  error
}

func (s *scene) look(t *testing.T) outcome {
	t.Helper()
	v, err := Open(context.Background(), s.path, s.keys, "p-00000001", []byte(pass), s.now)
	if err != nil {
		return outcome{openErr: err}
	}
	s.Vault = v
	if ok, err := v.Enter(context.Background(), s.compartment); err != nil || !ok {
		t.Logf("compartment: %v %v", ok, err)
	}
	o := outcome{recs: readAll(t, v, 0)}
	o.warnings = strings.Join(v.Warnings(), "; ")
	return o
}

func (o outcome) at(seq uint64) entry.Record {
	for _, r := range o.recs {
		if r.Seq == seq {
			return r
		}
	}
	return entry.Record{}
}

// blamed are the places that show any fault.
func (o outcome) blamed() (seqs []uint64) {
	for _, r := range o.recs {
		if len(r.Faults) > 0 {
			seqs = append(seqs, r.Seq)
		}
	}
	return seqs
}

// TestAttackGrid: each attack on a copy of a vault is named at the row that it
// touched, or has no effect, and never passes for the truth.
func TestAttackGrid(t *testing.T) {
	stranger, err := pgp.Generate("officer p-00000001", time.Unix(1_700_000_000, 0), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, attack := range map[string]struct {
		do    func(*testing.T, *scene)
		check func(*testing.T, *scene, outcome)
	}{
		"two bodies swapped": {
			func(t *testing.T, s *scene) {
				s.do(t, "CREATE TABLE x AS SELECT * FROM row; UPDATE row SET body=(SELECT body FROM x WHERE x.seq=11-row.seq) WHERE seq IN (5,6); DROP TABLE x")
			},
			faultsAt(map[uint64]entry.Fault{5: entry.FaultHash, 6: entry.FaultHash}),
		},
		"two bodies swapped with their hashes": {
			func(t *testing.T, s *scene) {
				s.do(t, "CREATE TABLE x AS SELECT * FROM row; UPDATE row SET (body,body_hash)=(SELECT body,body_hash FROM x WHERE x.seq=11-row.seq) WHERE seq IN (5,6); DROP TABLE x")
			},
			faultsAt(map[uint64]entry.Fault{5: entry.FaultBinding, 6: entry.FaultBinding}),
		},
		"an old body spliced in by a member who reseals the row": {
			func(t *testing.T, s *scene) {
				v := s.as(t, "p-00000002")
				rows, err := v.store.Rows(context.Background(), 3, 1)
				if err != nil {
					t.Fatal(err)
				}
				h := v.mine(t)
				seq, prev := v.front.last+1, v.front.prev
				r, err := frame.Fill(v.id, frame.Row{Seq: seq, Compartment: v.common, Epoch: 1, Prev: prev, Body: rows[0].Body}, h.rowKey)
				if err != nil {
					t.Fatal(err)
				}
				c, _ := frame.RawID(v.common)
				_ = v.Close()
				s.do(t, "INSERT INTO row VALUES(?,?,?,?,?,?,?,?)", r.Seq, c[:], r.Epoch, r.Prev, r.BodyHash, r.Hash, r.Tag, r.Body)
			},
			faultsAt(map[uint64]entry.Fault{9: entry.FaultBinding}),
		},
		"a stranger's key under the author's name": {
			func(t *testing.T, s *scene) {
				v := s.as(t, "p-00000002")
				h := v.mine(t)
				v.forge(t, stranger, h, h.rowKey, func(e *entry.Entry, _ *frame.Row) { e.Author = "p-00000001" })
				_ = v.Close()
			},
			notSignedBy(9),
		},
		"a member signs as another": {
			func(t *testing.T, s *scene) {
				v := s.as(t, "p-00000002")
				h := v.mine(t)
				v.forge(t, v.member, h, h.rowKey, func(e *entry.Entry, _ *frame.Row) { e.Author = "p-00000001" })
				_ = v.Close()
			},
			notSignedBy(9),
		},
		"an entry replayed under its own id": {
			func(t *testing.T, s *scene) {
				v := s.as(t, "p-00000001")
				id := readAll(t, v, 3)[0].Entry.ID
				h := v.mine(t)
				v.forge(t, v.member, h, h.rowKey, func(e *entry.Entry, _ *frame.Row) { e.ID = id })
				_ = v.Close()
			},
			faultsAt(map[uint64]entry.Fault{9: entry.FaultReplay}),
		},
		"a row repeated as it is": {
			func(t *testing.T, s *scene) {
				s.do(t, "INSERT INTO row SELECT 9,compartment,epoch,prev,body_hash,hash,tag,body FROM row WHERE seq=5")
			},
			faultsAt(map[uint64]entry.Fault{9: entry.FaultHash}),
		},
		"one deleted": {
			func(t *testing.T, s *scene) { s.do(t, "DELETE FROM row WHERE seq=5") },
			faultsAt(map[uint64]entry.Fault{5: entry.FaultChain}),
		},
		"three deleted": {
			func(t *testing.T, s *scene) { s.do(t, "DELETE FROM row WHERE seq BETWEEN 4 AND 6") },
			faultsAt(map[uint64]entry.Fault{4: entry.FaultChain}),
		},
		"one deleted and garbage in its place": {
			func(t *testing.T, s *scene) {
				s.do(t, "UPDATE row SET compartment=randomblob(16),prev=randomblob(32),body_hash=randomblob(32),hash=randomblob(32),tag=randomblob(32),body=randomblob(900) WHERE seq=5")
			},
			faultsAt(map[uint64]entry.Fault{5: entry.FaultTag, 6: entry.FaultChain}),
		},
		"the last deleted": {
			func(t *testing.T, s *scene) { s.do(t, "DELETE FROM row WHERE seq=8") },
			warned("rollback suspected: this vault ended at entry 8"),
		},
		"cut off after four": {
			func(t *testing.T, s *scene) { s.do(t, "DELETE FROM row WHERE seq>4") },
			warned("it now ends at entry 4"),
		},
		"two reordered": {
			func(t *testing.T, s *scene) {
				s.do(t, "UPDATE row SET seq=-seq WHERE seq IN (5,6)")
				s.do(t, "UPDATE row SET seq=11+seq WHERE seq<0")
			},
			faultsAt(map[uint64]entry.Fault{5: entry.FaultHash, 6: entry.FaultHash, 7: entry.FaultChain}),
		},
		"a row moved into another compartment": {
			func(t *testing.T, s *scene) {
				s.do(t, "UPDATE row SET compartment=(SELECT compartment FROM row WHERE seq=3) WHERE seq=6")
			},
			faultsAt(map[uint64]entry.Fault{6: entry.FaultHash}),
		},
		"the epoch in a header edited": {
			func(t *testing.T, s *scene) { s.do(t, "UPDATE row SET epoch=2 WHERE seq=6") },
			faultsAt(map[uint64]entry.Fault{6: entry.FaultHash}),
		},
		"a hash edited": {
			func(t *testing.T, s *scene) { s.do(t, "UPDATE row SET hash=zeroblob(32) WHERE seq=6") },
			faultsAt(map[uint64]entry.Fault{6: entry.FaultTag, 7: entry.FaultChain}),
		},
		"garbage appended without keys": {
			func(t *testing.T, s *scene) {
				s.do(t, "INSERT INTO row VALUES(9,randomblob(16),1,randomblob(32),randomblob(32),randomblob(32),randomblob(32),randomblob(900))")
			},
			func(t *testing.T, s *scene, o outcome) {
				faultsAt(map[uint64]entry.Fault{9: entry.FaultTag})(t, s, o)
				worksOn(t, s)
			},
		},
		"garbage far beyond the end": {
			func(t *testing.T, s *scene) {
				s.do(t, "INSERT INTO row VALUES(9223372036854775807,randomblob(16),1,randomblob(32),randomblob(32),randomblob(32),randomblob(32),randomblob(900))")
			},
			func(t *testing.T, s *scene, o outcome) {
				warned("far beyond the end")(t, s, o)
				worksOn(t, s)
			},
		},
		"garbage of the wrong shape": {
			func(t *testing.T, s *scene) { s.do(t, "INSERT INTO row VALUES(9,x'',-7,x'',x'',x'',x'',x'')") },
			func(t *testing.T, s *scene, o outcome) {
				faultsAt(map[uint64]entry.Fault{9: entry.FaultTag})(t, s, o)
				worksOn(t, s)
			},
		},
		"a grant for a chosen key": {
			func(t *testing.T, s *scene) {
				key := make([]byte, pgp.KeySize)
				packet, err := pgp.Wrap(s.founder.Keys[0].Public, key, rand.Reader)
				if err != nil {
					t.Fatal(err)
				}
				c, _ := frame.RawID(s.common)
				s.do(t, "INSERT INTO epoch_grant VALUES(?,1,?)", c[:], packet)
				s.do(t, "INSERT INTO epoch_grant VALUES(?,2,?)", c[:], packet)
				x, _ := frame.RawID(s.compartment)
				s.do(t, "INSERT INTO epoch_grant VALUES(?,1,?)", x[:], packet)
			},
			func(t *testing.T, s *scene, o outcome) {
				noFaults(t, s, o)
				worksOn(t, s)
			},
		},
		"an entry under a planted epoch": {
			func(t *testing.T, s *scene) {
				v := s.as(t, "p-00000002")
				h, err := v.ring.hold(v.common, 2, make([]byte, pgp.KeySize))
				if err != nil {
					t.Fatal(err)
				}
				packet, err := pgp.Wrap(s.founder.Keys[0].Public, make([]byte, pgp.KeySize), rand.Reader)
				if err != nil {
					t.Fatal(err)
				}
				v.forge(t, v.member, h, h.rowKey, func(*entry.Entry, *frame.Row) {})
				c, _ := frame.RawID(v.common)
				_ = v.Close()
				s.do(t, "INSERT INTO epoch_grant VALUES(?,2,?)", c[:], packet)
			},
			faultsAt(map[uint64]entry.Fault{9: entry.FaultEpoch}),
		},
		"last week's copy put back": {
			func(t *testing.T, s *scene) { copyFile(t, s.old, s.path) },
			warned("rollback suspected: this vault ended at entry 8 when you last used it here; it now ends at entry 5"),
		},
		"last week's copy, and then worked on": {
			func(t *testing.T, s *scene) {
				copyFile(t, s.old, s.path)
				v := s.as(t, "p-00000002")
				d := &desk{Vault: v}
				for range 5 {
					d.add(t, "other")
				}
				_ = v.Close()
			},
			warned("rollback suspected: entry 8 is not the one"),
		},
		"the kept head replaced": {
			func(t *testing.T, s *scene) {
				if err := os.WriteFile(headFile(s.keys, s.id, "p-00000001"), []byte("x"), 0o600); err != nil {
					t.Fatal(err)
				}
			},
			warned("rollback suspected: the record"),
		},
		"the kept head removed": {
			func(t *testing.T, s *scene) {
				if err := os.Remove(headFile(s.keys, s.id, "p-00000001")); err != nil {
					t.Fatal(err)
				}
			},
			warned("no record of how this vault last ended"),
		},
		"another member's kept head planted": {
			func(t *testing.T, s *scene) {
				if err := s.as(t, "p-00000002").Close(); err != nil {
					t.Fatal(err)
				}
				copyFile(t, headFile(s.keys, s.id, "p-00000002"), headFile(s.keys, s.id, "p-00000001"))
			},
			warned("rollback suspected: the record"),
		},
		"contents swapped": {
			func(t *testing.T, s *scene) {
				a, b := s.contentAt(t, 5), s.contentAt(t, 6)
				s.do(t, "UPDATE content SET id=x'00' WHERE id=?", a)
				s.do(t, "UPDATE content SET id=? WHERE id=?", a, b)
				s.do(t, "UPDATE content SET id=? WHERE id=x'00'", b)
			},
			contentSays(5, app.ErrDamaged),
		},
		"content keys swapped": {
			func(t *testing.T, s *scene) {
				a, b := s.contentAt(t, 5), s.contentAt(t, 6)
				s.do(t, "UPDATE content_key SET id=x'00' WHERE id=?", a)
				s.do(t, "UPDATE content_key SET id=? WHERE id=?", a, b)
				s.do(t, "UPDATE content_key SET id=? WHERE id=x'00'", b)
			},
			contentSays(5, app.ErrDamaged),
		},
		"a content body nulled": {
			func(t *testing.T, s *scene) { s.do(t, "UPDATE content SET body=NULL WHERE id=?", s.contentAt(t, 5)) },
			contentSays(5, app.ErrDamaged),
		},
		"content rows deleted": {
			func(t *testing.T, s *scene) { s.do(t, "DELETE FROM content WHERE id=?", s.contentAt(t, 5)) },
			contentSays(5, app.ErrDamaged),
		},
		"a content key deleted": {
			func(t *testing.T, s *scene) { s.do(t, "DELETE FROM content_key WHERE id=?", s.contentAt(t, 5)) },
			contentSays(5, app.ErrDamaged),
		},
		"one bit of content flipped, hash mended": {
			func(t *testing.T, s *scene) {
				id := s.contentAt(t, 5)
				s.do(t, "UPDATE content SET body=CAST(substr(body,1,60)||iif(substr(body,61,1)=x'00',x'01',x'00')||substr(body,62) AS BLOB) WHERE id=?", id)
			},
			contentSays(5, app.ErrDamaged),
		},
		"all grants deleted": {
			func(t *testing.T, s *scene) { s.do(t, "DELETE FROM epoch_grant") },
			func(t *testing.T, _ *scene, o outcome) {
				if !errors.Is(o.openErr, app.ErrNoMember) {
					t.Errorf("%v", o.openErr)
				}
			},
		},
		"the first row deleted": {
			func(t *testing.T, s *scene) { s.do(t, "DELETE FROM row WHERE seq=1") },
			faultsAt(map[uint64]entry.Fault{1: entry.FaultChain}),
		},
		"another vault's file in this one's place": {
			func(t *testing.T, s *scene) {
				other := found1(t)
				other.add(t, "x")
				if err := other.Close(); err != nil {
					t.Fatal(err)
				}
				copyFile(t, other.path, s.path)
			},
			func(t *testing.T, _ *scene, o outcome) {
				if !errors.Is(o.openErr, app.ErrNoMember) {
					t.Errorf("%v", o.openErr)
				}
			},
		},
		"a fork founded from genesis under the same id": {
			func(t *testing.T, s *scene) { s.fork(t) },
			warned("rollback suspected: this is not the vault that was founded"),
		},
		"a compartment grafted from another vault": {
			func(t *testing.T, s *scene) {
				other := found1(t)
				c := NewID()
				ep, gs, err := other.NewEpoch(c, 1, []roster.Member{s.founder})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := other.Append(context.Background(), entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: c, Facts: ep, Grants: gs}); err != nil {
					t.Fatal(err)
				}
				if err := other.Close(); err != nil {
					t.Fatal(err)
				}
				s.do(t, "ATTACH '"+other.path+"' AS o; INSERT INTO epoch_grant SELECT * FROM o.epoch_grant; INSERT INTO row SELECT 9,compartment,epoch,prev,body_hash,hash,tag,body FROM o.row WHERE seq=2")
			},
			faultsAt(map[uint64]entry.Fault{9: entry.FaultTag}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := stage(t)
			attack.do(t, s)
			attack.check(t, s, s.look(t))
		})
	}
}

func faultsAt(want map[uint64]entry.Fault) func(*testing.T, *scene, outcome) {
	return func(t *testing.T, _ *scene, o outcome) {
		t.Helper()
		if o.openErr != nil {
			t.Fatal(o.openErr)
		}
		for seq, f := range want {
			if !has(o.at(seq).Faults, f) {
				t.Errorf("row %d: %v, want %s", seq, o.at(seq).Faults, f)
			}
		}
		for _, seq := range o.blamed() {
			if _, ok := want[seq]; !ok {
				t.Errorf("row %d is blamed too: %v", seq, o.at(seq).Faults)
			}
		}
	}
}

func noFaults(t *testing.T, _ *scene, o outcome) {
	t.Helper()
	if o.openErr != nil || len(o.blamed()) > 0 || len(o.recs) != 8 {
		t.Errorf("%v: rows %v are blamed, %d records", o.openErr, o.blamed(), len(o.recs))
	}
}

// notSignedBy: the row stands, but no proof holds for the author it names.
func notSignedBy(seq uint64) func(*testing.T, *scene, outcome) {
	return func(t *testing.T, s *scene, o outcome) {
		t.Helper()
		r := o.at(seq)
		if r.Proof == nil || r.Entry.Author != "p-00000001" {
			t.Fatalf("%+v", r)
		}
		if err := r.Proof.By(s.founder.Keys[0].Public); err == nil {
			t.Error("the forged signature passes")
		}
	}
}

func warned(words string) func(*testing.T, *scene, outcome) {
	return func(t *testing.T, _ *scene, o outcome) {
		t.Helper()
		if o.openErr != nil {
			t.Fatal(o.openErr)
		}
		if !strings.Contains(o.warnings, words) {
			t.Errorf("warnings %q", o.warnings)
		}
	}
}

func contentSays(seq uint64, want error) func(*testing.T, *scene, outcome) {
	return func(t *testing.T, s *scene, o outcome) {
		t.Helper()
		if o.openErr != nil {
			t.Fatal(o.openErr)
		}
		if _, err := s.Content(context.Background(), o.at(seq).Entry.Contents[0]); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
		if b, err := s.Content(context.Background(), o.at(7).Entry.Contents[0]); err != nil || string(b) != "seven" {
			t.Errorf("an untouched piece: %q %v", b, err)
		}
	}
}

// worksOn: entries can still be added, and read back without fault.
func worksOn(t *testing.T, s *scene) {
	t.Helper()
	e := s.add(t, "work goes on")
	for _, r := range s.all(t) {
		if r.Seq == e.Seq {
			if len(r.Faults) > 0 {
				t.Errorf("the next entry: %v", r.Faults)
			}
			return
		}
	}
	t.Error("the next entry is not there")
}

// contentAt is the raw id of the content of the entry at a place.
func (s *scene) contentAt(t *testing.T, seq uint64) []byte {
	t.Helper()
	v := s.as(t, "p-00000001")
	defer v.Close()
	id, err := frame.RawID(readAll(t, v, seq-1)[0].Entry.Contents[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return id[:]
}

// fork founds a vault of the same id with the same members' keys, as somebody
// could who holds the second member's key and the public keys.
func (s *scene) fork(t *testing.T) {
	t.Helper()
	fake := filepath.Join(s.dir, "fake.vault")
	v, err := found(context.Background(), fake, s.id, Founding{KeyDir: s.keys, Passphrase: []byte(pass), Member: s.second, Now: s.now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	facts, gs, err := v.Extend(v.Common(), s.founder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Append(context.Background(), entry.Draft{ID: NewID(), Kind: entry.PersonEnrolled, Facts: roster.Enrolled{Member: s.founder, Grants: facts}, Grants: gs}); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	copyFile(t, fake, s.path)
}
