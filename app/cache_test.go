package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/roster"
	"corridor/storage/index"
	"corridor/storage/vault"
)

// enough is more entries than a cache may fall behind by.
const enough = 300

// cacheOf is where a member's cache lies.
func (u *unit) cacheOf(who entry.Person) string {
	m, err := filepath.Glob(filepath.Join(u.keys, "*", string(who)+".key"))
	must(u.t, err)
	if len(m) != 1 {
		u.t.Fatalf("%d key files of %s", len(m), who)
	}
	return m[0][:len(m[0])-len(".key")] + ".cache"
}

// sit opens a desk with a search, as a station does; the desk before it closes.
func (u *unit) sit(who entry.Person) *app.Desk {
	u.t.Helper()
	if u.desk != nil {
		must(u.t, u.desk.Close())
		u.desk = nil
	}
	v, err := vault.Open(u.t.Context(), u.path, u.keys, who, []byte(pass), u.clk.now)
	must(u.t, err)
	ix, err := index.New()
	must(u.t, err)
	u.t.Cleanup(func() { _ = ix.Close() })
	d, err := app.OpenDesk(u.t.Context(), app.Parts{Vault: v, Reader: reader{}, Index: ix, Risk: u.risk, Now: u.clk.now, NewID: vault.NewID, Rand: rand.Reader})
	must(u.t, err)
	u.desk, u.who = d, who
	return d
}

// viewed adds views of an item, so many that a cache is due.
func (u *unit) viewed(item entry.ID, n int) {
	u.t.Helper()
	ds := make([]entry.Draft, n)
	for i := range ds {
		ds[i] = entry.Draft{ID: vault.NewID(), Kind: entry.ProductViewed, Item: item, Facts: intel.Viewed{What: intel.ViewSource}}
	}
	_, err := u.desk.Vault.Append(u.t.Context(), ds...)
	must(u.t, err)
}

// busy is a unit with one product in every state, whose handler malik has a
// cache, and everybody else has none.
func busy(t *testing.T) (u *unit, items []entry.ID) {
	u = newUnit(t)
	sent, rel := u.submitted()
	u.as("hale")
	must(t, u.approve(rel))
	u.as("malik")
	_, err := u.desk.Dispatch(t.Context(), rel)
	must(t, err)
	must(t, u.desk.Acknowledge(t.Context(), rel, 1))
	waiting, _ := u.submitted2()
	fresh := u.receive("Call 07700 900123 about the van AB12 CDE behind the café.")
	threat := u.receive("They said they will shoot him at the weekend, he owes them.")
	p, err := u.desk.Open(t.Context(), threat)
	must(t, err)
	must(t, u.desk.Answer(t.Context(), threat, p.Prompts[0].Category, intel.Yes, "It says so."))
	_, err = u.desk.Emergency(t.Context(), fresh, app.EmergencyInput{How: release.Spoken, Words: release.EmergencyWords{Words: "w", Recipient: "r", Why: "y"}})
	must(t, err)
	u.sit("malik")
	u.viewed(sent, enough)
	u.sit("malik") // reads it all, and keeps it when it closes
	must(t, u.desk.Close())
	u.desk = nil
	if _, err := os.Stat(u.cacheOf("malik")); err != nil {
		t.Fatalf("nothing was kept: %v", err)
	}
	return u, []entry.ID{sent, waiting, fresh, threat}
}

// submitted2 takes another product to a submission, to the same recipient.
func (u *unit) submitted2() (item, rel entry.ID) {
	u.t.Helper()
	item = u.receive(tablets + " It is said.")
	u.read(item)
	u.grade(item)
	u.draft(item, clean)
	rel, err := u.desk.Submit(u.t.Context(), item, u.submission())
	must(u.t, err)
	return item, rel
}

// shown is everything a desk shows, up to a place in the journal.
type shown struct {
	Inbox    []app.Head
	Threats  []app.ThreatView
	Releases []app.ReleaseView
	ToSign   []app.ReleaseView
	Unit     app.Unit
	Lines    []app.LogLine
	Faults   int
	ToRead   int
	Hits     [][]app.HitView
}

func shows(t *testing.T, d *app.Desk, upTo uint64) shown {
	t.Helper()
	s := lists(d, upTo)
	for _, q := range []string{"tablets", "07700 900123", "ab12cde", "cafe", "from:charity", "NOT tablets shoot",
		"state:released", "state:wait*", "grade:2DP", "tablets NOT grade:none", "before:2026-11-24 tablets", "after:2026-11-23", "ref:SIU before:2027"} {
		h, err := d.Search(t.Context(), q)
		must(t, err)
		s.Hits = append(s.Hits, h)
	}
	return s
}

// lists is what a desk shows without being asked for words.
func lists(d *app.Desk, upTo uint64) shown {
	s := shown{Inbox: d.Inbox(), Threats: d.Threats(), Releases: d.Releases(), ToSign: d.Waiting(), Unit: d.Unit()}
	for i := range s.Threats {
		s.Threats[i].Overdue, s.Threats[i].Next = false, "" // the clock goes on
	}
	s.Unit.Entries, s.Unit.HeadCode = 0, ""
	for _, l := range d.Journal(app.JournalFilter{}) {
		if l.Seq <= upTo {
			s.Lines = append(s.Lines, l)
		}
	}
	st := d.Status()
	s.Faults, s.ToRead = st.Alarms, st.ToRead
	return s
}

func same(t *testing.T, got, want shown) {
	t.Helper()
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		if !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) {
			t.Errorf("%s:\n got %+v\nwant %+v", g.Type().Field(i).Name, g.Field(i), w.Field(i))
		}
	}
}

// A desk that took up its cache shows what one shows that read everything, and
// its products, once asked for, are the same to the last field.
func TestCacheShowsTheSame(t *testing.T) {
	u, items := busy(t)
	with := u.sit("malik")
	upTo := with.Status().Checked + with.Status().ToCheck
	if with.Status().ToCheck == 0 {
		t.Fatal("the cache was not used")
	}
	got := shows(t, with, upTo)
	for _, id := range items {
		if _, err := with.Open(t.Context(), id); err != nil {
			t.Errorf("%s does not open: %v", id, err)
		}
	}
	folded := with.Folded()
	must(t, with.Close())
	u.desk = nil
	must(t, os.Remove(u.cacheOf("malik")))
	without := u.sit("malik")
	if without.Status().ToCheck != 0 {
		t.Fatal("a cache was used that is not there")
	}
	same(t, got, shows(t, without, upTo))
	if again := without.Folded(); !reflect.DeepEqual(folded, again) {
		for i := range again {
			if !reflect.DeepEqual(folded[i], again[i]) {
				t.Errorf("product %d:\n got %+v\nwant %+v", i, folded[i], again[i])
			}
		}
	}
}

// What the unit is may change after a product was judged: the recipient's key,
// the members and their roles. The product stands as it was judged.
func TestCacheOutlivesChangesOfTheUnit(t *testing.T) {
	u, _ := busy(t)
	u.sit("malik")
	u.recipient() // another one; and the first one's key is replaced
	u.sit("hale")
	must(t, u.desk.Accredit(t.Context(), "idris", []roster.Role{roster.Handler}, member("idris", u.clk.now()).Accreditation))
	d := u.sit("malik")
	u.viewed(d.Inbox()[0].Item, enough)
	u.sit("malik")
	d = u.sit("malik")
	if d.Status().ToCheck == 0 {
		t.Fatal("the cache was not used")
	}
	folded, alarms := d.Folded(), d.Status().Alarms
	must(t, d.Close())
	u.desk = nil
	must(t, os.Remove(u.cacheOf("malik")))
	d = u.sit("malik")
	if !reflect.DeepEqual(folded, d.Folded()) || alarms != d.Status().Alarms {
		t.Errorf("products differ; %d alarms, %d without the cache", alarms, d.Status().Alarms)
	}
}

// A cache that is missing, cut, damaged, another's or too new costs time and
// nothing else.
func TestBadCacheCostsTimeOnly(t *testing.T) {
	u, _ := busy(t)
	file := u.cacheOf("malik")
	good, err := os.ReadFile(file)
	must(t, err)
	u.sit("idris")
	u.viewed(u.desk.Inbox()[0].Item, enough)
	u.sit("idris")
	must(t, u.desk.Close())
	u.desk = nil
	others, err := os.ReadFile(u.cacheOf("idris"))
	must(t, err)
	another, _ := busy(t)
	foreign, err := os.ReadFile(another.cacheOf("malik"))
	must(t, err)

	must(t, os.Remove(file))
	d := u.sit("malik")
	upTo := d.Status().Checked
	want := lists(d, upTo)
	hits, err := d.Search(t.Context(), "tablets")
	must(t, err)
	bad := map[string][]byte{"empty": {}, "eight zeros": make([]byte, 8), "garbage": bytes.Repeat([]byte("planted "), 4096), "another member's": others,
		"of another vault": foreign, "the same twice": append(bytes.Clone(good), good[:len(good)-8]...), "a byte more": append(bytes.Clone(good), 0)}
	for _, n := range []int{1, 9, len(good) / 2, len(good) - 9, len(good) - 1} {
		bad["cut to "+strconv.Itoa(n)] = good[:n]
	}
	for i := range 12 {
		b := bytes.Clone(good)
		b[i*(len(b)-1)/11] ^= 1 << (i % 8)
		bad["flipped at "+strconv.Itoa(i*(len(b)-1)/11)] = b
	}
	for name, b := range bad {
		t.Run(name, func(t *testing.T) {
			must(t, u.desk.Close())
			u.desk = nil
			must(t, os.WriteFile(file, b, 0o600))
			d := u.sit("malik")
			same(t, lists(d, upTo), want)
			if got, err := d.Search(t.Context(), "tablets"); err != nil || len(got) != len(hits) {
				t.Errorf("%d hits, want %d: %v", len(got), len(hits), err)
			}
		})
	}
}

// A cache that is damaged behind the back of a desk that reads it costs time
// too, whatever the desk asks of it next.
func TestCacheDamagedInUse(t *testing.T) {
	u, items := busy(t)
	file := u.cacheOf("malik")
	good, err := os.ReadFile(file)
	must(t, err)
	must(t, os.Remove(file))
	d := u.sit("malik")
	upTo := d.Status().Checked
	want := shows(t, d, upTo)
	for name, first := range map[string]func(*app.Desk){
		"searched": func(d *app.Desk) {
			_, err := d.Search(t.Context(), "tablets")
			must(t, err)
		},
		"received":   func(*app.Desk) { u.receive("Another word about the harbour.") },
		"the list":   func(d *app.Desk) { d.Journal(app.JournalFilter{}) },
		"kept again": func(d *app.Desk) { u.viewed(items[0], enough); _ = d.Keep(t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			must(t, u.desk.Close())
			u.desk = nil
			must(t, os.WriteFile(file, good, 0o600))
			d := u.sit("malik")
			if d.Status().ToCheck == 0 {
				t.Fatal("the cache was not used")
			}
			must(t, os.WriteFile(file, make([]byte, len(good)), 0o600)) // the same file, which the desk has open
			first(d)
			got := shows(t, d, upTo)
			got.Inbox, got.Hits = earlier(got.Inbox, want.Inbox), nil
			for _, q := range []string{"tablets", "cafe"} {
				h, err := d.Search(t.Context(), q)
				must(t, err)
				got.Hits = append(got.Hits, h)
			}
			want := want
			want.Hits = [][]app.HitView{want.Hits[0], want.Hits[3]}
			want.Faults, want.ToRead = got.Faults, got.ToRead // of what came since
			same(t, got, want)
		})
	}
}

// earlier are those of the heads that were there before.
func earlier(now, before []app.Head) []app.Head {
	return slices.DeleteFunc(now, func(h app.Head) bool {
		return !slices.ContainsFunc(before, func(b app.Head) bool { return b.Item == h.Item })
	})
}

// A vault put back to an older copy is older than the cache: nothing of the
// newer entries is shown, and the rollback is told.
func TestCacheNewerThanTheVault(t *testing.T) {
	u, _ := busy(t)
	old, err := os.ReadFile(u.path)
	must(t, err)
	u.sit("malik")
	late := u.receive("A later word about a boat.")
	u.viewed(late, enough)
	u.sit("malik")
	must(t, u.desk.Close())
	u.desk = nil
	must(t, os.WriteFile(u.path, old, 0o600))
	d := u.sit("malik")
	if d.Status().ToCheck != 0 {
		t.Error("a cache was used that is newer than the vault")
	}
	if len(d.Status().Warnings) == 0 {
		t.Error("no word of the rollback")
	}
	for _, h := range d.Inbox() {
		if h.Item == late {
			t.Error("a product is listed that the vault does not hold")
		}
	}
}

// Old entries are checked after the unlock, with progress; until then the desk
// says how many it has not checked.
func TestRecheck(t *testing.T) {
	u, _ := busy(t)
	d := u.sit("malik")
	todo := d.Status().ToCheck
	if todo == 0 {
		t.Fatal("the cache was not used")
	}
	var last, total uint64
	r, err := d.Recheck(t.Context(), func(done, of uint64) { last, total = done, of })
	must(t, err)
	if last != todo || total != todo {
		t.Errorf("told %d of %d; %d were to be checked", last, total, todo)
	}
	if len(r.Alarms) != 0 || d.Status().ToCheck != 0 || d.Status().Checked != r.Entries {
		t.Errorf("%+v, %d to check", r, d.Status().ToCheck)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	d = u.sit("malik")
	if _, err := d.Recheck(ctx, nil); !errors.Is(err, context.Canceled) || d.Status().ToCheck == 0 {
		t.Errorf("a check that was stopped counts as one: %v", err)
	}
}

// What is altered in the journal behind the place where the cache ends is found
// by Recheck, and by asking for the product before that.
func TestJournalAlteredUnderTheCache(t *testing.T) {
	u, items := busy(t)
	dir := filepath.Dir(u.path)
	clean := files(t, dir)
	for name, alter := range map[string]string{
		"a body":      "UPDATE row SET body = cast(substr(body,1,length(body)-1) || iif(substr(body,-1)=x'00', x'01', x'00') AS BLOB) WHERE seq=?",
		"a tag":       "UPDATE row SET tag = zeroblob(32) WHERE seq=?",
		"an epoch":    "UPDATE row SET epoch = 2 WHERE seq=?",
		"a row less":  "DELETE FROM row WHERE seq=?",
		"a swap":      "UPDATE row SET body = (SELECT body FROM row r WHERE r.seq = row.seq+1) WHERE seq=?",
		"a row moved": "UPDATE row SET seq = seq + 1000000 WHERE seq=?",
	} {
		t.Run(name, func(t *testing.T) {
			put(t, dir, clean)
			d := u.sit("malik")
			line := d.Journal(app.JournalFilter{Item: items[0], Kind: entry.ProductGraded})[0]
			before := d.Status().Alarms
			must(t, d.Close())
			u.desk = nil
			tamper(t, u.path, alter, line.Seq)
			d = u.sit("malik")
			if d.Status().ToCheck == 0 {
				t.Fatal("the cache was not used: this test tests nothing")
			}
			p, err := d.Open(t.Context(), items[0])
			must(t, err)
			if p.Graded || d.Status().Alarms == before {
				t.Errorf("a grade stands that the journal no longer holds (%d alarms)", d.Status().Alarms)
			}
			d = u.sit("malik")
			r, err := d.Recheck(t.Context(), nil)
			must(t, err)
			if !slices.ContainsFunc(r.Alarms, func(a app.AlarmView) bool { return a.Seq == line.Seq }) {
				t.Errorf("not found by the check: %+v", r.Alarms)
			}
			must(t, d.Close())
			u.desk = nil
		})
	}
}

// files reads everything below a folder.
func files(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			all[path], err = os.ReadFile(path)
		}
		return err
	}))
	return all
}

// put makes a folder hold these files and no others.
func put(t *testing.T, dir string, all map[string][]byte) {
	t.Helper()
	for path := range files(t, dir) {
		must(t, os.Remove(path))
	}
	for path, b := range all {
		must(t, os.WriteFile(path, b, 0o600))
	}
}

func tamper(t *testing.T, path, q string, seq uint64) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	must(t, err)
	defer db.Close()
	r, err := db.Exec(q, int64(seq))
	must(t, err)
	if n, _ := r.RowsAffected(); n != 1 {
		t.Fatalf("%d rows altered", n)
	}
}

// Nothing is kept while a compartment is open, and nothing of it ever.
func TestCacheHoldsNoCompartment(t *testing.T) {
	u, items := busy(t)
	u.sit("hale")
	u.viewed(items[0], enough)
	u.sit("hale")
	d := u.sit("hale")
	if d.Status().ToCheck == 0 {
		t.Fatal("the cache was not used")
	}
	id, err := d.NewCompartment(t.Context(), app.CompartmentInput{Label: "HARROW", Members: []entry.Person{"malik", "hale"}})
	must(t, err)
	took, err := d.Receive(t.Context(), app.Incoming{Name: "n.txt", Bytes: []byte("The orchard is watched."), SourceType: intel.CHIS, Tier: intel.OfficialSensitive,
		Compartment: id, Receipt: intel.Receipt{Originator: "Desk"}})
	must(t, err)
	before, err := os.ReadFile(u.cacheOf("hale"))
	must(t, err)
	u.viewed(items[0], enough)
	_, err = d.Search(t.Context(), "tablets") // folds them
	must(t, err)
	must(t, d.Keep(t.Context()))
	after, err := os.ReadFile(u.cacheOf("hale"))
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Error("kept while a compartment was open")
	}
	u.sit("hale")
	d = u.sit("hale") // the one before kept it all, with the compartment shut
	if now, err := os.ReadFile(u.cacheOf("hale")); err != nil || bytes.Equal(now, before) {
		t.Errorf("not kept when it was shut: %v", err)
	}
	if d.Status().ToCheck == 0 {
		t.Fatal("the cache was not used")
	}
	for _, h := range d.Inbox() {
		if h.Item == took.Item {
			t.Error("a product of a shut compartment is listed")
		}
	}
	if h, err := d.Search(t.Context(), "orchard"); err != nil || len(h) != 0 {
		t.Errorf("found in a shut compartment: %v %v", h, err)
	}
	must(t, d.Enter(t.Context(), id, "The next act needs it."))
	if h, err := d.Search(t.Context(), "orchard"); err != nil || len(h) != 1 {
		t.Errorf("entered, and not found: %v %v", h, err)
	}
}

// What lists show can be searched for, and follows each act.
func TestSearchByFields(t *testing.T) {
	u := newUnit(t)
	u.sit("malik")
	item := u.receive(tablets)
	finds := func(query string, want int) {
		t.Helper()
		h, err := u.desk.Search(t.Context(), query)
		must(t, err)
		if len(h) != want {
			t.Errorf("%q: %d hits, want %d", query, len(h), want)
		}
	}
	finds("state:new", 1)
	finds("grade:none tablets", 1)
	finds("state:grading", 0)
	u.read(item)
	finds("state:new", 0)
	finds("state:grading tablets", 1)
	u.grade(item)
	finds("grade:2DP", 1)
	finds("grade:2d* state:drafting", 1)
	finds("before:24/11/2026", 1)
	finds("before:23/11/2026", 0)
	if _, err := u.desk.Search(t.Context(), "before:someday"); !errors.Is(err, app.ErrInput) {
		t.Errorf("a day that is none: %v", err)
	}
}

// What leaves is decided on what the journal holds then, not on what a desk has
// folded before: an approval that is altered under an open desk is none.
func TestDispatchReadsTheJournalAgain(t *testing.T) {
	for name, kind := range map[string]entry.Kind{"the approval": entry.ReleaseApproved, "the submission": entry.ReleaseSubmitted,
		"the recipient": entry.RecipientConfirmed, "the approver": entry.PersonConfirmed} {
		t.Run(name, func(t *testing.T) {
			u := newUnit(t)
			_, rel := u.submitted()
			u.as("idris")
			must(t, u.approve(rel))
			d := u.as("malik")
			lines := d.Journal(app.JournalFilter{Kind: kind})
			tamper(t, u.path, "UPDATE row SET body = zeroblob(length(body)) WHERE seq=?", lines[len(lines)-1].Seq)
			if _, err := d.Dispatch(t.Context(), rel); err == nil {
				t.Fatal("dispatched")
			}
			if d.Status().Alarms == 0 {
				t.Error("no alarm")
			}
		})
	}
}
