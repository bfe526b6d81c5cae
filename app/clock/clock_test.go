package clock

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

// london is the published zone table.
func london() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return l
}

func TestTheRuleAgreesWithThePublishedZoneTable(t *testing.T) {
	zone := london()
	n := 0
	for at := time.Date(1996, 1, 1, 0, 30, 0, 0, time.UTC); at.Year() < 2037; at = at.Add(time.Hour) {
		n++
		want, got := at.In(zone), inLondon(at)
		if want.Format(time.RFC822) != got.Format(time.RFC822) {
			t.Fatalf("%s: got %s", want, got)
		}
		if back := onClock(got); back.After(at) || back.Format("2006-01-02 15:04") != want.Format("2006-01-02 15:04") {
			t.Fatalf("%s comes back as %s", at, back)
		}
	}
	if n < 300000 {
		t.Errorf("only %d hours were compared", n)
	}
}

func TestMidnight(t *testing.T) {
	for in, want := range map[string]string{"2026-03-29 12:00": "2026-03-29 00:00", "2026-10-25 00:30": "2026-10-25 00:00", "2026-07-01 00:00": "2026-07-01 00:00"} {
		if got := Midnight(at(in)); !got.Equal(at(want)) {
			t.Errorf("%s: %s", in, London(got))
		}
	}
	if got := onClock(time.Date(2026, 3, 29, 1, 30, 0, 0, time.UTC)); London(got) != "29 Mar 2026 02:30 BST" {
		t.Errorf("an hour that is left out: %s", London(got))
	}
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, london())
	if err != nil {
		panic(err)
	}
	return t
}

func TestWorkingDays(t *testing.T) {
	for day, want := range map[string]bool{
		"2026-11-20": true,  // Friday
		"2026-11-21": false, // Saturday
		"2026-11-22": false, // Sunday
		"2026-11-23": true,
		"2026-12-25": false, // Christmas Day
		"2026-12-26": false, // Saturday
		"2026-12-28": false, // Boxing Day, substitute
		"2026-12-29": true,
		"2026-04-03": false, // Good Friday
		"2026-04-06": false, // Easter Monday
		"2026-05-04": false, "2026-05-25": false, "2026-08-31": false,
		"2025-04-18": false, "2025-04-21": false, "2025-12-26": false,
		"2027-01-01": false, "2027-12-27": false, "2027-12-28": false, "2027-12-29": true,
		"2028-01-03": false, // New Year's Day, substitute
		"2028-04-14": false, "2028-04-17": false, "2028-05-01": false,
	} {
		if got := WorkingDay(at(day + " 12:00")); got != want {
			t.Errorf("%s: %v (%s)", day, got, Holiday(at(day+" 12:00")))
		}
	}
}

// TestEasterAgreesWithTheComputus checks the table against Gauss's reckoning,
// and the Monday holidays against the weekday they must fall on.
func TestEasterAgreesWithTheComputus(t *testing.T) {
	for y := FirstYear; y <= LastYear; y++ {
		sunday := easter(y)
		if n := Holiday(sunday.AddDate(0, 0, -2)); n != "Good Friday" {
			t.Errorf("%d: Good Friday is %q", y, n)
		}
		if n := Holiday(sunday.AddDate(0, 0, 1)); n != "Easter Monday" {
			t.Errorf("%d: Easter Monday is %q", y, n)
		}
	}
}

// easter is by the anonymous Gregorian algorithm.
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month, day := (h+l-7*m+114)/31, (h+l-7*m+114)%31+1
	return time.Date(y, time.Month(month), day, 12, 0, 0, 0, london())
}

func TestEachYearHasItsEightHolidaysOnWeekdays(t *testing.T) {
	n := map[int]int{}
	for d, name := range holidays() {
		n[d.year]++
		w := time.Date(d.year, d.month, d.day, 12, 0, 0, 0, london()).Weekday()
		if w == time.Saturday || w == time.Sunday {
			t.Errorf("%v %s falls on a %s", d, name, w)
		}
		monday := strings.HasPrefix(name, "Early") || strings.HasPrefix(name, "Spring") || strings.HasPrefix(name, "Summer") || strings.HasPrefix(name, "Easter")
		if monday && w != time.Monday {
			t.Errorf("%v %s falls on a %s", d, name, w)
		}
	}
	for y := FirstYear; y <= LastYear; y++ {
		if n[y] != 8 {
			t.Errorf("%d has %d holidays", y, n[y])
		}
	}
}

func TestAddWorkingDays(t *testing.T) {
	for _, tc := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-23 09:30", 1, "2026-11-24 09:30"},
		{"2026-11-20 17:00", 1, "2026-11-23 17:00"}, // over a weekend
		{"2026-11-21 10:00", 1, "2026-11-23 10:00"}, // from a Saturday
		{"2026-12-24 16:00", 1, "2026-12-29 16:00"}, // over Christmas and its substitute
		{"2026-12-24 16:00", 5, "2027-01-05 16:00"}, // and New Year
		{"2026-04-02 12:00", 1, "2026-04-07 12:00"}, // over Easter
		{"2026-10-23 09:00", 1, "2026-10-26 09:00"}, // over the change of clocks
		{"2026-11-23 09:30", 0, "2026-11-23 09:30"},
	} {
		if got := AddWorkingDays(at(tc.from), tc.n); !got.Equal(at(tc.want)) {
			t.Errorf("%s + %d: %s, want %s", tc.from, tc.n, London(got), tc.want)
		}
	}
}

func TestAddWorkingDaysAlwaysLandsOnOne(t *testing.T) {
	for d := range 730 {
		from := at("2025-01-01 08:00").AddDate(0, 0, d)
		for n := 1; n <= 5; n++ {
			got := AddWorkingDays(from, n)
			if !WorkingDay(got) || !got.After(from) || got.Before(AddWorkingDays(from, n-1)) {
				t.Fatalf("%s + %d: %s", London(from), n, London(got))
			}
		}
	}
}

func TestMonthsAndDaysAreInclusive(t *testing.T) {
	for _, tc := range []struct{ from, want string }{
		{"2026-01-15 10:00", "2026-02-15 00:00"},
		{"2026-01-31 10:00", "2026-03-01 00:00"}, // February has no 31st
		{"2026-12-05 23:00", "2027-01-05 00:00"},
		{"2026-03-10 10:00", "2026-04-10 00:00"}, // over the change of clocks
	} {
		if got := AddMonths(at(tc.from), 1); !got.Equal(at(tc.want)) {
			t.Errorf("%s: %s, want %s", tc.from, London(got), tc.want)
		}
	}
	if got := AddDaysInclusive(at("2026-11-23 22:00"), 3); !got.Equal(at("2026-11-26 00:00")) {
		t.Errorf("three days from 23 Nov, it being day 1: %s", London(got))
	}
}

func TestLondonShowsTheZone(t *testing.T) {
	for want, in := range map[string]time.Time{
		"23 Nov 2026 09:30 GMT": time.Date(2026, 11, 23, 9, 30, 59, 0, time.UTC),
		"1 Jul 2026 10:30 BST":  time.Date(2026, 7, 1, 9, 30, 0, 0, time.UTC),
		"25 Oct 2026 01:30 BST": time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), // the hour that comes twice
		"25 Oct 2026 01:30 GMT": time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC),
		"no time":               {},
	} {
		if got := London(in); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := Day(time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC)); got != "1 Jul 2026" {
		t.Errorf("the day in London is %q", got)
	}
}

// An evening in summer is the next day in London; no time has no date.
func TestDate(t *testing.T) {
	for at, want := range map[time.Time]string{
		{}: "", time.Date(2026, 7, 1, 23, 30, 0, 0, time.UTC): "2026-07-02", time.Date(2026, 12, 1, 23, 30, 0, 0, time.UTC): "2026-12-01",
	} {
		if got := Date(at); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
}

func TestLeftNeverFlatters(t *testing.T) {
	now := at("2026-11-23 12:00")
	for want, d := range map[string]time.Duration{
		"38 min":                     38*time.Minute + 59*time.Second,
		"less than a minute":         59 * time.Second,
		"1 h":                        time.Hour,
		"2 h 5 min":                  125 * time.Minute,
		"24 h":                       24*time.Hour + 10*time.Minute,
		"47 h":                       47*time.Hour + 59*time.Minute,
		"2 days":                     48 * time.Hour,
		"7 days":                     7*24*time.Hour + 23*time.Hour,
		"overdue 2 h":                -2 * time.Hour,
		"overdue 3 days":             -80 * time.Hour,
		"overdue less than a minute": -time.Second,
	} {
		if got := Left(now, now.Add(d)); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
	if got := Left(now, time.Time{}); got != "no deadline" {
		t.Errorf("got %q", got)
	}
}
