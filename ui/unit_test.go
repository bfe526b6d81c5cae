package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/page"
	"corridor/ui/part"
	"corridor/ui/words"
)

// onTab opens the desk on a tab of the Unit page.
func onTab(t *testing.T, id string) (*Window, *fakeDesk) {
	t.Helper()
	w, d := unlocked(t, false, 1280, 720)
	w.Go(page.Route{Page: "unit", Step: id})
	return w, d
}

// fields are the fields of the question that is open, in their order.
func fields(w *Window) []*part.Field {
	var out []*part.Field
	walk(w.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if f, ok := o.(*part.Field); ok {
			out = append(out, f)
		}
		return false
	})
	return out
}

// choose picks in the only drop-down of the question that is open.
func choose(t *testing.T, w *Window, n int) {
	t.Helper()
	found := walk(w.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		c, ok := o.(*part.Choice)
		if ok {
			c.SetSelected(c.Options[n])
		}
		return ok
	})
	if !found {
		t.Fatal("nothing to choose from")
	}
}

// says reports whether something can be read in the window; text that wraps is
// compared without its line breaks.
func says(w *Window, want string) bool {
	flat := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	return strings.Contains(flat(text(w)), flat(want))
}

func count(d *fakeDesk, prefix string) int {
	n := 0
	for _, s := range d.did {
		if strings.HasPrefix(s, prefix) {
			n++
		}
	}
	return n
}

func TestASecondOfficerConfirmsWithTheReasonBeforeThem(t *testing.T) {
	w, d := onTab(t, "officers")
	if len(d.did) != 0 {
		t.Fatalf("looking at what waits did %q", d.did)
	}
	key(w, fyne.KeyReturn)
	did(t, d, "reasons 1 from 371")
	if !says(w, "Because of what entry 371 names.") || !says(w, words.Of("proposaltext", "content.destroyed")) {
		t.Fatal("the passphrase is asked for without the reason and what happens")
	}
	typeIn(t, w, "wrong words")
	key(w, fyne.KeyReturn)
	if count(d, "second") != 0 || w.asks.Title() != words.Of("error.title", "passphrase") {
		t.Fatal("a wrong passphrase confirms, or is not refused in words")
	}
	key(w, fyne.KeyReturn)
	w.Focus(w.pages["unit"].First())
	key(w, fyne.KeyReturn)
	typeIn(t, w, "correct horse")
	key(w, fyne.KeyReturn)
	did(t, d, "second p1")
	if count(d, "reasons") != 1 {
		t.Error("the reason was opened more than once")
	}
	if says(w, words.T("officers.yours")) {
		t.Error("what was confirmed still waits")
	}
}

func TestOnesOwnProposalWaitsForSomebodyElse(t *testing.T) {
	w, d := onTab(t, "officers")
	typeIn(t, w, "j")
	if !says(w, words.T("officers.mine")) {
		t.Fatal("it is not said that somebody else confirms")
	}
	if w.tap(words.T("officers.confirm")) == nil {
		t.Fatal("one's own proposal can be confirmed")
	}
	key(w, fyne.KeyReturn)
	if w.asks.Open() {
		t.Fatal("Enter asks for something on one's own proposal")
	}
	press(t, w, words.T("officers.withdraw"))
	key(w, fyne.KeyReturn)
	if count(d, "withdraw") != 0 {
		t.Fatal("withdrawn without a reason")
	}
	typeIn(t, w, "Proposed in error")
	key(w, fyne.KeyReturn)
	did(t, d, `withdraw p2 "Proposed in error"`)
}

func TestNothingToSecondIsNoCount(t *testing.T) {
	w, d := onTab(t, "officers")
	if !slices.Contains(strings.Split(text(w), "\n"), "1") {
		t.Fatal("no count of what waits for this officer")
	}
	d.unit.proposals = nil
	w.Changed()
	if !says(w, words.T("unit.nothing")) {
		t.Error("an empty tab has no empty state")
	}
}

// What a leaver could read is shown as soon as two officers have agreed, and
// goes to a file only encrypted to somebody confirmed.
func TestRemovalEndsWithTheReport(t *testing.T) {
	w, d := onTab(t, "officers")
	d.unit.proposals = []app.ProposalView{{ID: "p3", Seq: 9, Kind: entry.PersonLeft, About: "Anwen Pryce", By: "Bao Tran", At: fakeNow}}
	w.Changed()
	key(w, fyne.KeyReturn)
	typeIn(t, w, "correct horse")
	key(w, fyne.KeyReturn)
	did(t, d, "second p3")
	if w.asks.Title() != words.T("reach.title", "Anwen Pryce") || !says(w, "Left the unit on") || !says(w, words.T("reach.still")) {
		t.Fatalf("no report on the leaver; asked is %q", w.asks.Title())
	}
	press(t, w, words.T("reach.export"))
	press(t, w, words.T("handout.verb"))
	if count(d, "export") != 0 {
		t.Fatal("exported to nobody")
	}
	choose(t, w, 0)
	press(t, w, words.T("handout.verb"))
	did(t, d, "export reach p-11aa22bb to c1")
	b := string(w.files.(*fakeFiles).saved["leaver.txt.asc"])
	if !strings.Contains(b, "SIU-26-0412") || !strings.Contains(b, "Kestrel") {
		t.Errorf("the report that is handed over says %q", b)
	}
}

func TestRemovalIsProposedWithAReason(t *testing.T) {
	w, d := onTab(t, "people")
	typeIn(t, w, "j")
	press(t, w, words.T("removal"))
	press(t, w, words.T("removal.verb"))
	if len(d.did) != 0 || !says(w, words.T("ask.fill")) {
		t.Fatal("proposed without a reason")
	}
	fs := fields(w)
	fs[0].SetText("Left the force")
	press(t, w, words.T("removal.compromised"))
	press(t, w, words.T("removal.verb"))
	if len(d.did) != 0 || !says(w, words.T("removal.badlast")) {
		t.Fatal("keys in other hands, and no last entry that is theirs")
	}
	fs[1].SetText("312")
	press(t, w, words.T("removal.verb"))
	did(t, d, `remove p-11aa22bb true 312 "Left the force"`)
	if w.asks.Title() != words.T("officers.proposed") {
		t.Error("it is not said that a second officer has to confirm")
	}
}

func TestLeavingAsksForThePassphrase(t *testing.T) {
	w, d := onTab(t, "people")
	if w.tap(words.T("removal")) == nil {
		t.Fatal("an officer can remove themselves like another")
	}
	press(t, w, words.T("leave"))
	fs := fields(w)
	fs[0].SetText("Posted elsewhere")
	fs[1].SetText("correct horse")
	press(t, w, words.T("leave.verb"))
	did(t, d, `leave "Posted elsewhere"`)
}

func TestExclusionNewKeysAndReport(t *testing.T) {
	w, d := onTab(t, "people")
	typeIn(t, w, "j")
	press(t, w, words.T("exclude"))
	choose(t, w, 0)
	fields(w)[0].SetText("No need to know")
	press(t, w, words.T("exclude.verb"))
	did(t, d, `exclude k1 p-11aa22bb "No need to know"`)
	if w.asks.Title() != words.T("reach.title", "Anwen Pryce") {
		t.Error("no report after an exclusion")
	}
	press(t, w, words.T("ask.close"))
	press(t, w, words.T("newkeys"))
	for _, f := range fields(w) {
		f.SetText("weak")
	}
	press(t, w, words.T("newkeys.verb"))
	if count(d, "new keys") != 0 {
		t.Fatal("a weak passphrase made keys")
	}
	for _, f := range fields(w) {
		f.SetText("four quiet garden doors")
	}
	press(t, w, words.T("newkeys.verb"))
	did(t, d, "new keys p-11aa22bb four quiet garden doors")
}

func TestWhatRunsOutIsNamedWithTheDaysLeft(t *testing.T) {
	w, _ := onTab(t, "people")
	if !says(w, "member key: 12 days left") {
		t.Error("a key that runs out is not named")
	}
	w.Go(page.Route{Page: "unit", Step: "recipients"})
	if !says(w, "certificate: 3 days left") {
		t.Error("a certificate that runs out is not named")
	}
	press(t, w, words.T("recipient.renew"))
	press(t, w, words.T("recipient.renew.verb"))
	if !w.asks.Open() {
		t.Fatal("no certificate was recorded as one")
	}
}

func TestACompartmentGetsTheKeyThatItOwes(t *testing.T) {
	w, d := onTab(t, "compartments")
	typeIn(t, w, "j")
	press(t, w, words.T("rekey"))
	press(t, w, words.T("rekey.verb"))
	did(t, d, "rekey k1 []")
	press(t, w, words.T("rekey"))
	choose(t, w, 0)
	press(t, w, words.T("ask.cancel"))
	w.Go(page.Route{Page: "unit", Step: "vault"})
	press(t, w, words.T("settle"))
	did(t, d, "settle")
}

func TestBackupGoesToTheFolderChosen(t *testing.T) {
	w, d := onTab(t, "vault")
	press(t, w, words.T("backup"))
	did(t, d, "backup /vaults/backup-2026-11-23-0941.corridor")
	if !says(w, "7QJK 2M4T 9WXC H3PD") {
		t.Error("the head code of the backup is not said")
	}
	key(w, fyne.KeyReturn)
	if !says(w, "/vaults/backup-2026-11-23-0941.corridor") {
		t.Error("the new backup is not on the list")
	}
	d.unit.backups = nil
	w.Changed()
	if !says(w, words.T("backup.none")) {
		t.Error("it is not said that there is no backup")
	}
}

func TestRestoreIsProposedFromABackupAndTakenUp(t *testing.T) {
	w, d := onTab(t, "vault")
	press(t, w, words.T("restore.from"))
	fs := fields(w)
	if fs[0].Text != "390" {
		t.Fatalf("the backup's last entry is %q", fs[0].Text)
	}
	fs[1].SetText("QX3K 7H2M 9TWD 4PCC")
	fs[3].SetText("Two saves of a draft")
	fs[2].SetText("some")
	press(t, w, words.T("restore.verb"))
	if len(d.did) != 0 || !says(w, words.T("restore.badplace")) {
		t.Fatal("a place that is no number passes")
	}
	fs[2].SetText("")
	press(t, w, words.T("restore.verb"))
	did(t, d, `restore 390 QX3K 7H2M 9TWD 4PCC 0 "Two saves of a draft"`)
	key(w, fyne.KeyReturn)
	press(t, w, words.T("restore.accept"))
	typeIn(t, w, "correct horse")
	key(w, fyne.KeyReturn)
	did(t, d, "accept restore")
}

func TestTheHalvesAreShownOneAfterTheOther(t *testing.T) {
	w, d := onTab(t, "vault")
	press(t, w, words.T("recovery.make"))
	typeIn(t, w, "Yearly change")
	key(w, fyne.KeyReturn)
	did(t, d, `recovery "Yearly change"`)
	first, second := "AAAA-BBBB-CCCC-DDDD", "EEEE-FFFF-GGGG-HHHH"
	if !says(w, first) || says(w, second) {
		t.Fatal("the first half is not shown alone")
	}
	key(w, fyne.KeyReturn)
	if says(w, first) || says(w, second) {
		t.Fatal("a half is on the screen while the officers change places")
	}
	press(t, w, words.T("recovery.show"))
	if says(w, first) || !says(w, second) {
		t.Fatal("the second half is not shown alone")
	}
}

func TestRehearsalLocksTheDesk(t *testing.T) {
	w, d := onTab(t, "vault")
	press(t, w, words.T("recovery.rehearse"))
	for i, s := range []string{"AAAA-BBBB-CCCC-DDDD", "EEEE-FFFF-GGGG-HHHH", "Yearly"} {
		fields(w)[i].SetText(s)
	}
	press(t, w, words.T("recovery.rehearse.verb"))
	did(t, d, `rehearse "Yearly"`)
	if w.desk != nil || !d.closed {
		t.Error("the desk is open while the vault is rehearsed on")
	}
	if w.asks.Title() != words.T("recovery.rehearsed") || !says(w, "398 entries under 3 keys") {
		t.Errorf("what was found is not told, but %q", w.asks.Title())
	}
}

func TestExportStaysBelowAFolderOfItsOwn(t *testing.T) {
	w, d := onTab(t, "vault")
	press(t, w, words.T("export"))
	press(t, w, words.T("export.verb"))
	if len(d.did) != 0 {
		t.Fatal("exported without a certificate")
	}
	fs := fields(w)
	fs[0].SetText("-----BEGIN")
	fs[1].SetText("9F3A71C2")
	fs[2].SetText("Yearly inspection")
	press(t, w, words.T("export.verb"))
	did(t, d, `export all -----BEGIN 9F3A71C2 "Yearly inspection"`)
	saved := w.files.(*fakeFiles).saved
	for _, name := range []string{"/vaults/export-2026-11-23-0941/READ-ME.txt", "/vaults/export-2026-11-23-0941/contents/c1.pgp"} {
		if _, ok := saved[name]; !ok {
			t.Errorf("%s was not written, only %d others", name, len(saved))
		}
	}
	if !says(w, words.T("export.shut", 2)) {
		t.Error("what was not exported is not told")
	}
}

func TestTheLastFullCheckStaysOnTheTab(t *testing.T) {
	w, d := onTab(t, "vault")
	if !says(w, words.T("fullcheck.togo", 400, 120)) {
		t.Error("it is not said how much is still to be checked")
	}
	was := d.unit.rechecks
	press(t, w, words.T("fullcheck.rest"))
	if d.unit.rechecks != was+1 {
		t.Error("nothing was checked")
	}
	if !says(w, words.T("fullcheck.last", "09:41", words.T("verify.sound.title"))) {
		t.Error("the result of the check is not on the tab")
	}
	press(t, w, words.T("fullcheck.again"))
	w.Go(page.Route{Page: "triage"})
	w.Go(page.Route{Page: "unit", Step: "vault"})
	if !says(w, words.T("fullcheck.last", "09:41", words.Count("verify.alarms", 1))) {
		t.Error("the alarm of the last check is gone")
	}
}

// Every button of every tab is a stop of the Tab key.
func TestEveryActOfTheUnitIsReachedByTab(t *testing.T) {
	for _, tab := range []string{"people", "compartments", "recipients", "officers", "settings", "vault"} {
		w, _ := onTab(t, tab)
		typeIn(t, w, "j")
		want := map[string]bool{}
		walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
			if b, ok := o.(*part.Button); ok && !b.Disabled() {
				want[b.Text] = true
			}
			return false
		})
		for range 60 {
			w.Fyne().Canvas().FocusNext()
			if b, ok := w.Fyne().Canvas().Focused().(*part.Button); ok {
				delete(want, b.Text)
			}
		}
		if len(want) > 0 {
			t.Errorf("%s: Tab never reaches %v", tab, want)
		}
	}
}

func TestReasonsOfAScreenAreOneView(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	w.Go(page.Route{Page: "journal"})
	if says(w, "Because of what entry") || !says(w, words.T("journal.hidden")) {
		t.Fatal("a reason is on the screen before its view was recorded, or none is announced")
	}
	typeIn(t, w, "r")
	if n := count(d, "reasons"); n != 1 {
		t.Fatalf("%d views for the lines on the screen", n)
	}
	if !says(w, "Because of what entry 400 names.") || !says(w, "Because of what entry 388 names.") {
		t.Error("reasons of lines on the screen are missing")
	}
	typeIn(t, w, "r")
	if n := count(d, "reasons"); n != 1 {
		t.Errorf("what is shown already was viewed again: %d views", n)
	}
	typeIn(t, w, "jjjjjjj")
	if !says(w, words.T("journal.fault", words.Of("fault", "permission"))) {
		t.Error("a void entry does not say why it has no effect")
	}
}

// A journal of any length asks for the lines in view only.
func TestALongJournalShowsAScreen(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	d.log = nil
	for i := range 100_000 {
		d.log = append(d.log, app.LogLine{Seq: uint64(100_000 - i), At: fakeNow.Add(-time.Duration(i) * time.Second), Who: "Rowan Malik", Kind: entry.ProductViewed, Ref: "SIU-26-888888", Why: true})
	}
	w.Go(page.Route{Page: "journal"})
	if !says(w, "SIU-26-888888") {
		t.Error("a reference of the unit's own making does not fit its column")
	}
	key(w, fyne.KeyEnd)
	typeIn(t, w, "r")
	if !says(w, "Because of what entry 1 names.") {
		t.Error("the oldest line is not shown with its reason")
	}
	var asked, newest int
	for _, s := range d.did {
		if _, err := fmt.Sscanf(s, "reasons %d from %d", &asked, &newest); err == nil && (asked < 5 || asked > 30 || newest > 30) {
			t.Errorf("at the end of the list %q", s)
		}
	}
	if asked == 0 {
		t.Error("no view was recorded")
	}
}

func TestReleasesByRecipientAndOverdue(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	w.Go(page.Route{Page: "releases"})
	press(t, w, words.T("releases.overdue"))
	if !says(w, "REL-26-0029") || says(w, "REL-26-0031") {
		t.Error("overdue only does not narrow the list")
	}
	walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
		c, ok := o.(*part.Choice)
		if ok {
			c.SetSelected("Idris Vaughan, Border Command")
		}
		return ok
	})
	if !says(w, words.T("releases.nonekept")) {
		t.Error("a copy that was acknowledged counts as overdue")
	}
	press(t, w, words.T("releases.overdue"))
	if !says(w, "REL-26-0029") || says(w, "REL-26-0031") {
		t.Error("the recipient does not narrow the list")
	}
}
