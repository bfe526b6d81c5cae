package clock

import (
	"fmt"
	"time"
)

// London shows a time as people in the unit read it: "23 Nov 2026 09:30 GMT".
// The zero time is "no time".
func London(t time.Time) string {
	if t.IsZero() {
		return "no time"
	}
	return inLondon(t).Format("2 Jan 2006 15:04 MST")
}

// Date gives the civil date in London as 2006-01-02, for filters; "" for no
// time.
func Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return inLondon(t).Format("2006-01-02")
}

// Day shows the date of a time in London: "23 Nov 2026".
func Day(t time.Time) string {
	if t.IsZero() {
		return "no date"
	}
	return inLondon(t).Format("2 Jan 2006")
}

// Midnight is the beginning of t's day in London.
func Midnight(t time.Time) time.Time {
	y, m, d := inLondon(t).Date()
	return midnight(y, m, d)
}

// Left says in words how long there is until a deadline: "38 min", "2 h 5 min",
// "3 days", or how long it has been missed: "overdue 2 h". What is left is
// rounded down and what is overdue too, so a deadline never looks later than
// it is. The zero deadline is "no deadline".
func Left(now, deadline time.Time) string {
	if deadline.IsZero() {
		return "no deadline"
	}
	d := deadline.Sub(now)
	if d < 0 {
		return "overdue " + span(-d)
	}
	return span(d)
}

// span says a duration in its one or two biggest units.
func span(d time.Duration) string {
	minutes := int(d / time.Minute)
	hours, minutes := minutes/60, minutes%60
	switch {
	case hours >= 48:
		return fmt.Sprintf("%d days", hours/24)
	case hours >= 24:
		return unit(24, "h", hours-24)
	case hours > 0:
		return unit(hours, "h", 0) + rest(minutes)
	case minutes > 0:
		return fmt.Sprintf("%d min", minutes)
	}
	return "less than a minute"
}

func unit(n int, name string, more int) string { return fmt.Sprintf("%d %s", n+more, name) }

func rest(minutes int) string {
	if minutes == 0 {
		return ""
	}
	return fmt.Sprintf(" %d min", minutes)
}
