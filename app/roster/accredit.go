package roster

import (
	"slices"
	"time"

	"corridor/app/entry"
)

// Levels lists vetting levels, weakest first.
func Levels() []Vetting { return []Vetting{VettingNone, RV, MV, SC, DV} }

// AtLeast reports whether v is as strong as need. An unknown level is weaker
// than every known one, and nothing satisfies an unknown need.
func (v Vetting) AtLeast(need Vetting) bool {
	have, want := slices.Index(Levels(), v), slices.Index(Levels(), need)
	return have >= 0 && want >= 0 && have >= want
}

// Ranks lists the rank codes, lowest first. Police staff stand outside the
// order and reach no rank.
func Ranks() []string { return []string{"PC", "DC", "PS", "DS", "PI", "DI", "DCI", "SUPT"} }

// RankStaff is the code of a member of police staff.
const RankStaff = "STAFF"

// RankAtLeast reports whether rank reaches need. Uniform and detective ranks of
// one grade (PS and DS) are equal. Staff reach none.
func RankAtLeast(rank, need string) bool {
	have, want := grade(rank), grade(need)
	return have > 0 && want > 0 && have >= want
}

func grade(rank string) int {
	switch rank {
	case "PC", "DC":
		return 1
	case "PS", "DS":
		return 2
	case "PI", "DI":
		return 3
	case "DCI":
		return 4
	case "SUPT":
		return 5
	}
	return 0
}

// Lapse is one part of an accreditation that has run out or soon will.
type Lapse struct {
	What   string    // in words: "vetting DV"
	Until  time.Time // when it runs or ran out
	Lapsed bool
}

// Lapses lists what of a has run out at now or will within the given time.
// What was never held does not lapse.
func Lapses(a Accreditation, now time.Time, within time.Duration) []Lapse {
	var out []Lapse
	add := func(held bool, what string, until time.Time) {
		if held && until.Before(now.Add(within)) {
			out = append(out, Lapse{What: what, Until: until, Lapsed: until.Before(now)})
		}
	}
	add(a.Vetting != VettingNone, "vetting "+string(a.Vetting), a.VettingUntil)
	add(!a.Briefed57.IsZero(), "section 57 briefing", a.Briefed57Til)
	add(!a.SPoCUntil.IsZero(), "communications-data SPoC accreditation", a.SPoCUntil)
	return out
}

// day is the form of a date in words to people.
const day = "2 Jan 2006"

// unmet lists in words which needs p does not meet at now.
func unmet(p Person, n Needs, now time.Time) []string {
	a := p.Accreditation
	var out []string
	if n.Vetting != VettingNone {
		switch {
		case !a.Vetting.AtLeast(n.Vetting):
			out = append(out, "vetting "+string(n.Vetting)+" is needed")
		case a.VettingUntil.Before(now):
			out = append(out, "your vetting "+string(a.Vetting)+" lapsed"+on(a.VettingUntil))
		}
	}
	if n.Briefed57 {
		switch {
		case a.Briefed57.IsZero() || a.Briefed57.After(now):
			out = append(out, "the section 57 briefing is needed")
		case a.Briefed57Til.Before(now):
			out = append(out, "your section 57 briefing lapsed"+on(a.Briefed57Til))
		}
	}
	handles := p.Has(Handler) || p.Has(Resilience)
	if n.Course && handles && (a.HandlerCourse.IsZero() || a.HandlerCourse.After(now)) {
		out = append(out, "the Product Handler Course is needed")
	}
	return out
}

func on(t time.Time) string {
	if t.IsZero() {
		return " (no end date is recorded)"
	}
	return " on " + t.Format(day)
}

// Current reports whether p meets what a compartment asks at now, and in words
// what is missing.
func (s *State) Current(p entry.Person, n Needs, now time.Time) (bool, []string) {
	missing := unmet(s.persons[p].person, n, now)
	return len(missing) == 0, missing
}
