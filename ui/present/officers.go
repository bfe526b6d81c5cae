package present

import (
	"context"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/words"
)

// OfficersDesk is what the acts that take two officers ask of the desk.
type OfficersDesk interface {
	Proposals() []app.ProposalView
	Second(ctx context.Context, id entry.ID, passphrase []byte) error
	Withdraw(ctx context.Context, id entry.ID, reason string) error
	Reasons(ctx context.Context, seqs ...uint64) (map[uint64]string, error)
}

// ProposalRow is an act that waits for its second officer as a line of a list.
func ProposalRow(now time.Time, v app.ProposalView) Row {
	r := Row{Tone: Due, Title: words.Of("proposal", string(v.Kind)), Sub: ProposalAbout(v), Right: When(now, v.At)}
	if v.Mine {
		r.Tone = Neutral
		r.Words = []Word{{words.T("officers.waits"), Neutral}}
		return r
	}
	r.Words = []Word{{words.T("officers.yours"), Due}, {words.T("officers.by", v.By), Neutral}}
	return r
}

// ProposalAbout says whom or what a proposal is about, in neutral words.
func ProposalAbout(v app.ProposalView) string {
	var parts []string
	for _, s := range []string{v.Ref, v.About} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// ToSecond counts the proposals that wait for this officer.
func ToSecond(ps []app.ProposalView) int {
	n := 0
	for _, p := range ps {
		if !p.Mine {
			n++
		}
	}
	return n
}

// Leaver is whoever left the unit between two looks at it; "" for nobody.
func Leaver(before, after app.Unit) entry.Person {
	here := map[entry.Person]bool{}
	for _, p := range before.People {
		here[p.Person] = p.Status != "left"
	}
	for _, p := range after.People {
		if p.Status == "left" && here[p.Person] {
			return p.Person
		}
	}
	return ""
}
