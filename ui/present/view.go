package present

import (
	"strings"
	"time"

	"corridor/app"
	"corridor/app/clock"
	"corridor/ui/words"
)

// Tone says what something means, never what colour it has.
type Tone int

// The tones, in the order in which ui/part knows them.
const (
	Neutral Tone = iota
	Accent
	Danger
	Due
	Settled
)

// Word is a chip.
type Word struct {
	Text string
	Tone Tone
}

// Row is a line of a list.
type Row struct {
	Tone       Tone
	Title, Sub string
	Right      string
	Late       Tone
	Words      []Word
}

// Span lights a run of a text, in rune offsets.
type Span struct {
	Start, End int
	Tone       Tone
}

// soon is how near a deadline must be to be shown as due.
const soon = 15 * time.Minute

// Clock says in words how long there is, and how pressing that is.
func Clock(now, deadline time.Time) Word {
	if deadline.IsZero() {
		return Word{}
	}
	left := clock.Left(now, deadline)
	switch {
	case !now.Before(deadline):
		return Word{left, Danger}
	case deadline.Sub(now) < soon:
		return Word{left, Danger}
	case deadline.Sub(now) < time.Hour:
		return Word{left, Due}
	}
	return Word{left, Neutral}
}

// NamedClock is Clock in a sentence of its own, with the name of what is due:
// "owner overdue by 10 min". Without a name it is Clock.
func NamedClock(now time.Time, name string, deadline time.Time) Word {
	w := Clock(now, deadline)
	switch {
	case w.Text == "" || name == "":
	case now.After(deadline):
		w.Text = words.T("clock.missed", words.Of("clock", name), clock.Left(deadline, now))
	default:
		w.Text = words.T("clock.left", words.Of("clock", name), w.Text)
	}
	return w
}

// Run says how much of the time from begin to deadline has gone, 0 to 1.
func Run(begin, now, deadline time.Time) float32 {
	whole := deadline.Sub(begin)
	if whole <= 0 {
		return 1
	}
	return min(max(float32(now.Sub(begin))/float32(whole), 0), 1)
}

// When shows a time in London to the officer: the time of day today, with date
// and zone on any other day.
func When(now, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	full := clock.London(t)
	if parts := strings.Fields(full); clock.Day(now) == clock.Day(t) && len(parts) == 5 {
		return parts[3]
	}
	return full
}

// BandTone is the colour of a danger.
func BandTone(d app.Danger) Tone {
	switch d {
	case app.Life:
		return Danger
	case app.High, app.Timed:
		return Due
	}
	return Neutral
}

func bandWord(d app.Danger) string {
	switch d {
	case app.Life:
		return words.T("band.life")
	case app.High:
		return words.T("band.high")
	case app.Timed:
		return words.T("band.timed")
	}
	return words.T("band.rest")
}

func stageTone(s app.Stage) Tone {
	switch s {
	case app.StageNew, app.StageThreat, app.StageReturned:
		return Danger
	case app.StageWaiting:
		return Due
	case app.StageApproved, app.StageReleased:
		return Settled
	case app.StageRefused, app.StageDestroyed:
		return Neutral
	}
	return Accent
}

// StageWord is the chip of a stage.
func StageWord(s app.Stage) Word { return Word{words.Of("stage", string(s)), stageTone(s)} }
