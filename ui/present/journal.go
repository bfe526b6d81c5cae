package present

import (
	"context"
	"fmt"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/words"
)

// JournalDesk is what the journal screen asks of the desk.
type JournalDesk interface {
	Journal(f app.JournalFilter) []app.LogLine
	Reasons(ctx context.Context, seqs ...uint64) (map[uint64]string, error)
	Verify(ctx context.Context) (app.VerifyReport, error)
	ExportJournal(ctx context.Context, f app.JournalFilter, to entry.ID) ([]byte, error)
	Unit() app.Unit
}

// JournalCells is an entry as cells of a table: number, time, who, act, item,
// and why as it was opened, or why the entry has no effect.
func JournalCells(now time.Time, l app.LogLine, why string) ([]string, Tone) {
	tone := Neutral
	switch {
	case l.Fault != "":
		why, tone = words.T("journal.fault", words.Of("fault", string(l.Fault))), Danger
	case why == "" && Hides(l):
		why = words.T("journal.hidden")
	}
	return []string{fmt.Sprint(l.Seq), When(now, l.At), l.Who, journalAct(now, l), l.Ref, strings.Join(strings.Fields(why), " ")}, tone
}

// Hides reports whether an entry has a reason that a recorded view would open.
func Hides(l app.LogLine) bool { return l.Why && l.Fault == "" }

func journalAct(now time.Time, l app.LogLine) string {
	act := words.Of("kind", string(l.Kind))
	if l.What != "" {
		act = sentence(l.What)
	}
	if !l.Late.IsZero() {
		act = words.T("journal.late", act, When(now, l.Late))
	}
	if l.Fault != "" {
		act = words.T("journal.void", act)
	}
	return act
}

// JournalEntry is an entry in full: its line, and its reason or why none is
// shown.
func JournalEntry(now time.Time, l app.LogLine, why string) (line, reason string) {
	var parts []string
	for _, s := range []string{words.T("journal.entry", l.Seq), When(now, l.At), l.Who, journalAct(now, l), l.Ref} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	switch {
	case l.Fault != "":
		why = words.T("journal.fault", words.Of("fault", string(l.Fault)))
	case why != "":
	case Hides(l):
		why = words.T("journal.hidden.text")
	default:
		why = words.T("journal.noreason")
	}
	return strings.Join(parts, " · "), why
}

// ToShow picks the entries of a page whose reason was not opened yet.
func ToShow(page []app.LogLine, shown map[uint64]string) []uint64 {
	var out []uint64
	for _, l := range page {
		if _, ok := shown[l.Seq]; !ok && Hides(l) {
			out = append(out, l.Seq)
		}
	}
	return out
}

// VerifyWords says what a full check found.
func VerifyWords(r app.VerifyReport) Message {
	m := Message{Title: words.T("verify.sound.title"), Text: words.T("verify.sound.text", r.Entries, r.Head)}
	if r.Shut > 0 {
		m.Text += "\n" + words.T("verify.shut", r.Shut)
	}
	if len(r.Alarms) == 0 {
		return m
	}
	m.Title = words.Count("verify.alarms", len(r.Alarms))
	var lines []string
	for i, a := range r.Alarms {
		if i == 20 {
			lines = append(lines, words.T("verify.more", len(r.Alarms)-i))
			break
		}
		lines = append(lines, alarmLine(a))
	}
	m.Text += "\n\n" + strings.Join(lines, "\n") + "\n\n" + words.T("verify.next")
	m.Refusal = true
	return m
}

// alarmLine is an alarm: of an entry that does not open, nobody can say what
// it was or whose.
func alarmLine(a app.AlarmView) string {
	parts := []string{words.T("verify.alarm", a.Seq)}
	if a.Kind != "" {
		parts = append(parts, words.Of("kind", string(a.Kind)))
	}
	if a.Who != "" {
		parts = append(parts, a.Who)
	}
	line := strings.Join(append(parts, words.Of("fault", string(a.Fault))), " · ")
	if a.Words != "" {
		line += ": " + a.Words
	}
	return line
}

// StatusDesk is what the frame of the window asks of the desk.
type StatusDesk interface {
	Status() app.Status
	Me() app.Me
	Unit() app.Unit
}

// StatusView is what is always on the screen.
type StatusView struct {
	Alarm    string // the red strip, or ""
	AlarmTo  string // page it goes to
	Who      string
	Roles    string
	Open     string // compartments open
	Next     Word   // next deadline
	Line     string // the status line
	LineTone Tone
	ToRead   int
	Life     int
	Unowned  int
	ToSign   int
	ToSecond int
	Returned int
	Alarms   int
}

// Frame says what is always on the screen.
func Frame(now time.Time, s app.Status, me app.Me, u app.Unit) StatusView {
	v := StatusView{ToRead: s.ToRead, Life: s.OpenLife, Unowned: s.Unowned, ToSign: s.ToSign, ToSecond: s.ToSecond, Returned: s.Returned, Alarms: s.Alarms}
	var alarm []string
	if s.OpenLife > 0 {
		alarm, v.AlarmTo = append(alarm, words.Count("alarm.life", s.OpenLife)), "triage"
	}
	if s.Unowned > 0 {
		alarm = append(alarm, words.Count("alarm.unowned", s.Unowned))
		if v.AlarmTo == "" {
			v.AlarmTo = "threat"
		}
	}
	v.Alarm = strings.Join(alarm, " · ")
	v.Who = strings.TrimSpace(me.Rank + " " + me.Name)
	var roles []string
	for _, r := range me.Roles {
		roles = append(roles, words.Of("roleshort", string(r)))
	}
	v.Roles = strings.Join(roles, ", ")
	open := 0
	for _, c := range u.Compartments {
		if c.Open && !c.Common {
			open++
		}
	}
	v.Open = words.Count("frame.compartments", open)
	if !s.Next.IsZero() {
		c := Clock(now, s.Next)
		v.Next = Word{words.T("frame.next", s.NextRef, c.Text), c.Tone}
	}
	parts := []string{words.T("frame.checked", When(now, s.CheckedAt), s.Checked)}
	if s.ToCheck > 0 {
		parts = append(parts, words.Count("frame.tocheck", int(s.ToCheck)))
	}
	if s.Unread {
		parts, v.LineTone = append(parts, words.T("frame.unread")), Due
	}
	if s.BackedUp.IsZero() {
		parts = append(parts, words.T("frame.nobackup"))
	} else {
		parts = append(parts, words.T("frame.backedup", When(now, s.BackedUp)))
	}
	if s.Provisional {
		parts, v.LineTone = append(parts, words.T("frame.provisional")), Due
	}
	if s.Alarms > 0 {
		parts, v.LineTone = append(parts, words.Count("frame.alarms", s.Alarms)), Danger
	}
	if len(s.Warnings) > 0 {
		parts, v.LineTone = append(parts, s.Warnings...), Danger
	}
	v.Line = strings.Join(parts, " · ")
	return v
}
