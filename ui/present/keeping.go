package present

import (
	"context"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/ui/words"
)

// BackupDesk is what backups and restores ask of the desk.
type BackupDesk interface {
	Backup(ctx context.Context, to string) (app.BackupView, error)
	Backups(ctx context.Context) []app.BackupView
	ProposeRestore(ctx context.Context, ended uint64, headCode string, lost uint64, what string) error
	AcceptRestore(ctx context.Context, passphrase []byte) error
}

// KeepingDesk is what the vault tab asks of the desk besides.
type KeepingDesk interface {
	BackupDesk
	Recovery() app.RecoveryView
	Export(ctx context.Context, in app.ExportInput, write func(name string, b []byte) error) (app.ExportView, error)
	Recheck(ctx context.Context, progress func(done, total uint64)) (app.VerifyReport, error)
	Verify(ctx context.Context) (app.VerifyReport, error)
	Status() app.Status
}

// day is the length of a day on a warning; summer time is not counted.
const day = 24 * time.Hour

// DueWord says how long something still lasts, or since when it has run out.
func DueWord(now time.Time, v app.DueView) Word {
	if !v.Until.After(now) {
		return Word{words.T("due.lapsed", v.What, clock.Day(v.Until)), Danger}
	}
	w := Word{words.T("due.left", v.What, words.Count("due.days", int(v.Until.Sub(now)/day))), Due}
	if v.Until.Sub(now) < 7*day {
		w.Tone = Danger
	}
	return w
}

// KeysDue picks what runs out of somebody's keys; the rest of what is due for a
// person stands with their accreditation.
func KeysDue(now time.Time, name string, due []app.DueView) []Word {
	var out []Word
	for _, v := range due {
		if v.Whose == name && strings.HasSuffix(v.What, " key") {
			out = append(out, DueWord(now, v))
		}
	}
	return out
}

// PersonDue is all that runs out for a person: accreditation, then keys.
func PersonDue(now time.Time, p app.PersonView, due []app.DueView) []Word {
	var out []Word
	for _, l := range p.Lapses {
		out = append(out, DueWord(now, app.DueView{What: l.What, Until: l.Until}))
	}
	return append(out, KeysDue(now, p.Name, due)...)
}

// CertificateDue says when a recipient's certificate runs out, if soon.
func CertificateDue(now time.Time, name string, due []app.DueView) []Word {
	for _, v := range due {
		if v.Whose == name && v.What == "certificate" {
			return []Word{DueWord(now, v)}
		}
	}
	return nil
}

// BackupFacts is a backup: when, by whom and how far, and as facts the code of
// its last entry as on the paper that lies with it, where it is, and until when
// it may be kept.
func BackupFacts(now time.Time, b app.BackupView) (line string, facts [][2]string) {
	return words.T("backup.made", When(now, b.At), b.By, b.Seq), [][2]string{{words.T("backup.head"), Grouped(b.Head)},
		{words.T("backup.place"), b.Place}, {words.T("backup.expires"), clock.Day(b.Expires)}}
}

// Exported says what an export handed out, and where it lies.
func Exported(v app.ExportView, to string) string {
	text := words.T("export.done.text", v.Entries, v.Contents, Grouped(v.Fingerprint), to)
	if v.Shut > 0 {
		text += "\n" + words.T("export.shut", v.Shut)
	}
	return text
}

// BackupName is the name of a new backup's file: its minute in UTC.
func BackupName(now time.Time) string {
	return "backup-" + now.UTC().Format("2006-01-02-1504") + ".corridor"
}

// ExportName is the name of a new export's folder: its minute in UTC.
func ExportName(now time.Time) string { return "export-" + now.UTC().Format("2006-01-02-1504") }

// RecoveryLines says how the unit's recovery key stands, what asks for an act
// in colour.
func RecoveryLines(v app.RecoveryView, ps []app.ProposalView) []Word {
	var out []Word
	for _, p := range ps {
		if p.Kind == entry.RecoverySet {
			out = append(out, Word{words.T("recovery.proposed", p.By), Due})
		}
	}
	if !v.Made {
		return append([]Word{{words.T("recovery.none"), Due}}, out...)
	}
	out = append([]Word{{words.T("recovery.made", Grouped(v.Code)), Settled}}, out...)
	if v.Used {
		out = append(out, Word{words.T("recovery.used"), Danger})
	}
	if len(v.Lacking) > 0 {
		out = append(out, Word{words.T("recovery.lacking", strings.Join(v.Lacking, ", ")), Due})
	}
	return out
}

// Rehearsed says what a rehearsal of the recovery key found.
func Rehearsed(v app.RecoveryOpens) Message {
	m := Message{Title: words.T("recovery.rehearsed"), Text: words.T("recovery.rehearsed.text", v.Entries, v.Epochs, strings.Join(v.Compartments, ", "))}
	if v.Shut > 0 {
		m.Text += "\n" + words.T("recovery.rehearsed.shut", v.Shut)
	}
	return m
}

// CheckedLine says how much of the journal this session has verified.
func CheckedLine(now time.Time, s app.Status) Word {
	if s.ToCheck > 0 {
		return Word{words.T("fullcheck.togo", s.Checked, s.ToCheck), Due}
	}
	return Word{words.T("fullcheck.all", s.Checked, When(now, s.CheckedAt)), Settled}
}
