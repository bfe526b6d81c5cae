package clock

import "time"

// date is a civil date in England and Wales.
type date struct {
	year  int
	month time.Month
	day   int
}

// holidays are the bank holidays of England and Wales, substitute days where
// the day itself falls on a weekend. FirstYear to LastYear are covered.
func holidays() map[date]string {
	return map[date]string{
		{2024, 1, 1}: "New Year's Day", {2024, 3, 29}: "Good Friday", {2024, 4, 1}: "Easter Monday",
		{2024, 5, 6}: "Early May", {2024, 5, 27}: "Spring", {2024, 8, 26}: "Summer",
		{2024, 12, 25}: "Christmas Day", {2024, 12, 26}: "Boxing Day",

		{2025, 1, 1}: "New Year's Day", {2025, 4, 18}: "Good Friday", {2025, 4, 21}: "Easter Monday",
		{2025, 5, 5}: "Early May", {2025, 5, 26}: "Spring", {2025, 8, 25}: "Summer",
		{2025, 12, 25}: "Christmas Day", {2025, 12, 26}: "Boxing Day",

		{2026, 1, 1}: "New Year's Day", {2026, 4, 3}: "Good Friday", {2026, 4, 6}: "Easter Monday",
		{2026, 5, 4}: "Early May", {2026, 5, 25}: "Spring", {2026, 8, 31}: "Summer",
		{2026, 12, 25}: "Christmas Day", {2026, 12, 28}: "Boxing Day (substitute)",

		{2027, 1, 1}: "New Year's Day", {2027, 3, 26}: "Good Friday", {2027, 3, 29}: "Easter Monday",
		{2027, 5, 3}: "Early May", {2027, 5, 31}: "Spring", {2027, 8, 30}: "Summer",
		{2027, 12, 27}: "Christmas Day (substitute)", {2027, 12, 28}: "Boxing Day (substitute)",

		{2028, 1, 3}: "New Year's Day (substitute)", {2028, 4, 14}: "Good Friday", {2028, 4, 17}: "Easter Monday",
		{2028, 5, 1}: "Early May", {2028, 5, 29}: "Spring", {2028, 8, 28}: "Summer",
		{2028, 12, 25}: "Christmas Day", {2028, 12, 26}: "Boxing Day",
	}
}

// FirstYear and LastYear bound the table of bank holidays. Outside them only
// weekends are known, so a deadline can come out early by the holidays, never
// late.
const (
	FirstYear = 2024
	LastYear  = 2028
)

// Holiday names the bank holiday on which t falls in London, or is "".
func Holiday(t time.Time) string {
	y, m, d := inLondon(t).Date()
	return holidays()[date{y, m, d}]
}

// WorkingDay reports whether t falls, in London, on a day that is neither a
// Saturday, a Sunday nor a bank holiday in England and Wales.
func WorkingDay(t time.Time) bool {
	switch inLondon(t).Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	return Holiday(t) == ""
}

// AddWorkingDays gives the same time of day in London, n working days after t.
// The day of t itself does not count. n below 1 gives t.
func AddWorkingDays(t time.Time, n int) time.Time {
	wall := inLondon(t)
	for n > 0 {
		wall = wall.AddDate(0, 0, 1)
		if WorkingDay(onClock(wall)) {
			n--
			t = onClock(wall).In(t.Location())
		}
	}
	return t
}

// AddMonths gives the last moment of a period of n calendar months that begins
// with the day of t in London, that day included: midnight before the
// corresponding date (the construction of a "month" from a grant date). Where
// the month has no such date, the period ends with the month.
func AddMonths(t time.Time, n int) time.Time {
	y, m, d := inLondon(t).Date()
	end := midnight(y, m+time.Month(n), d)
	if end.Day() != d {
		end = midnight(y, m+time.Month(n)+1, 1)
	}
	return end.In(t.Location())
}

// AddDaysInclusive gives the midnight at which a period of n days ends, the
// day of t in London counting as day 1.
func AddDaysInclusive(t time.Time, n int) time.Time {
	y, m, d := inLondon(t).Date()
	return midnight(y, m, d+n).In(t.Location())
}
