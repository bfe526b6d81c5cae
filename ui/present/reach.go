package present

import (
	"fmt"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/clock"
	"corridor/ui/words"
)

// ReachPart is a part of the report of what somebody could read: the person, or
// one compartment.
type ReachPart struct {
	Title string
	Lines []Word // in their order; Danger and Due ask for an act
}

// Reach is the report of what somebody could read and what they opened, the
// person first.
func Reach(v app.ReachView) []ReachPart {
	first := ReachPart{Title: v.Name}
	say := func(t Tone, text string) { first.Lines = append(first.Lines, Word{text, t}) }
	if v.Status == "left" {
		say(Neutral, words.T("reach.left", clock.London(v.Left)))
	} else {
		say(Neutral, words.T("reach.here"))
	}
	say(Neutral, words.T("reach.did", v.Searches, v.Reasons, v.Exports))
	if len(v.Compartments) == 0 {
		say(Neutral, words.T("reach.nothing"))
	}
	if len(v.NotOpen) > 0 {
		say(Due, words.T("reach.notopen", strings.Join(v.NotOpen, ", ")))
	}
	out := []ReachPart{first}
	for _, c := range v.Compartments {
		out = append(out, reachPart(c))
	}
	return out
}

func reachPart(c app.ReachCompartment) ReachPart {
	p := ReachPart{Title: c.Name}
	say := func(t Tone, text string) { p.Lines = append(p.Lines, Word{text, t}) }
	keys := strings.Trim(strings.ReplaceAll(fmt.Sprint(c.Epochs), " ", ", "), "[]")
	say(Neutral, words.T("reach.keys", keys, clock.London(c.Given)))
	say(Neutral, words.T("reach.entries", c.Entries, c.From, c.To))
	if c.Still {
		say(Danger, words.T("reach.still"))
	}
	for _, it := range c.Items {
		text := words.T("reach.later", it.Ref, it.Entries)
		if it.Source {
			text = words.T("reach.source", it.Ref, it.Entries)
		}
		switch it.Opened {
		case 0:
			text += words.T("reach.unopened")
		case 1:
			text += words.T("reach.once", clock.London(it.First))
		default:
			text += words.T("reach.opened", it.Opened, clock.London(it.First), clock.London(it.Last))
		}
		say(Neutral, text)
	}
	return p
}

// ReachText is the report as a text file, for whoever receives it encrypted.
func ReachText(now time.Time, v app.ReachView) []byte {
	var b strings.Builder
	b.WriteString(words.T("reach.title", v.Name) + "\n" + words.T("reach.made", clock.London(now)) + "\n" + words.T("reach.text") + "\n")
	for _, p := range Reach(v) {
		b.WriteString("\n" + p.Title + "\n")
		for _, l := range p.Lines {
			b.WriteString("- " + l.Text + "\n")
		}
	}
	return []byte(b.String())
}
