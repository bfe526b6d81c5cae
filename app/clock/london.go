package clock

import "time"

// British Summer Time, by the rule that has stood since 1996: from 01:00 UTC on
// the last Sunday in March to 01:00 UTC on the last Sunday in October. The rule
// is here so that the time on screen never hangs on the zone files of the
// machine; the tests hold it against the published zone table.

// summer reports whether t falls in British Summer Time.
func summer(t time.Time) bool {
	y := t.UTC().Year()
	return !t.Before(lastSunday(y, time.March)) && t.Before(lastSunday(y, time.October))
}

// lastSunday is 01:00 UTC on the last Sunday of a month of 31 days.
func lastSunday(year int, month time.Month) time.Time {
	end := time.Date(year, month, 31, 1, 0, 0, 0, time.UTC)
	return end.AddDate(0, 0, -int(end.Weekday()))
}

// inLondon shows an instant on the clock of London.
func inLondon(t time.Time) time.Time {
	if summer(t) {
		return t.In(time.FixedZone("BST", 3600))
	}
	return t.In(time.FixedZone("GMT", 0))
}

// onClock is Wall.
func onClock(wall time.Time) time.Time {
	y, m, d := wall.Date()
	utc := time.Date(y, m, d, wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), time.UTC)
	if i := utc.Add(-time.Hour); summer(i) {
		return inLondon(i)
	}
	return inLondon(utc)
}

// Wall is the instant at which London's clock shows what wall shows, whatever
// wall's zone. Of an hour that comes twice it is the first; of one that is left
// out, the hour after.
func Wall(wall time.Time) time.Time { return onClock(wall) }

// midnight is the beginning of a civil date in London; day and month may run
// over, as in time.Date.
func midnight(year int, month time.Month, day int) time.Time {
	return onClock(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}
