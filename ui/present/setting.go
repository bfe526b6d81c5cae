package present

import (
	"strconv"
	"time"

	"corridor/app/setting"
	"corridor/ui/words"
)

// Setting is the value of a setting as people say it.
func Setting(d setting.Def) string {
	if n, err := strconv.Atoi(d.Value); err == nil && d.Unit == setting.UnitWorkingDays {
		return words.Count("setting.workdays", n)
	}
	t, err := time.ParseDuration(d.Value)
	if d.Unit != "duration" || err != nil || t <= 0 {
		return d.Value
	}
	return Lasting(t)
}

// Lasting is a length of time as people say it: 1440h is 60 days. What is no whole
// number of minutes stays as Go writes it.
func Lasting(t time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case t > day && t%day == 0:
		return words.T("setting.days", int(t/day))
	case t%time.Hour == 0:
		return words.T("setting.hours", int(t/time.Hour))
	case t%time.Minute == 0:
		return words.T("setting.minutes", int(t/time.Minute))
	}
	return t.String()
}
