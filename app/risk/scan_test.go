package risk

import (
	"slices"
	"strings"
	"testing"
	"time"
)

var monday = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)

func find(list []Prompt, c Category) *Prompt {
	for i := range list {
		if list[i].Category == c {
			return &list[i]
		}
	}
	return nil
}

func TestTimeIsResolved(t *testing.T) {
	e := newEngine(t)
	for _, c := range []struct {
		text, when string
		soon       bool
	}{
		{"He is going to stab Lewis Cragg to death tonight.", "tonight = Mon 23 Nov", true},
		{"He is going to stab Lewis Cragg to death tomorrow.", "tomorrow = Tue 24 Nov", true},
		{"He is going to stab Lewis Cragg to death on Friday.", "friday = Fri 27 Nov", false},
	} {
		res := e.Scan(c.text, monday)
		p := find(res.Prompts, ThreatToLife)
		if p == nil {
			t.Fatalf("%q: no prompt", c.text)
		}
		if p.When != c.when || res.Immediate != c.soon {
			t.Errorf("%q: when %q, immediate %v", c.text, p.When, res.Immediate)
		}
	}
}

func TestSetAsideIsShown(t *testing.T) {
	e := newEngine(t)
	for _, c := range []struct{ text, cue string }{
		{"EXERCISE EXERCISE EXERCISE - he is going to stab Lewis Cragg to death.", "exercise"},
		{"Great film. In the last scene of that movie he is going to stab his brother to death.", "film"},
		{"The report that he was going to stab his brother to death was a hoax call.", "hoax"},
	} {
		res := e.Scan(c.text, monday)
		p := find(res.SetAside, ThreatToLife)
		if p == nil {
			t.Fatalf("%q: nothing set aside; live %v", c.text, res.Labels)
		}
		if !p.SetAside || !strings.Contains(p.Cue, c.cue) {
			t.Errorf("%q: cue %q", c.text, p.Cue)
		}
	}
}

func TestDisguisesAreRead(t *testing.T) {
	e := newEngine(t)
	for _, s := range []string{
		"im gonna k1ll h1m 2nite wiv the str4p", "i am going to s t a b  h i m tonight", "i'm going to st\u200bab my step\u200bdad",
		"im gonna k*ll him with a knife", "im gonna кill him with a knifе", "im gonna stabbb himmm in the neck", "𝗂𝗆 𝗀𝗈𝗇𝗇𝖺 𝗌𝗍𝖺𝖻 𝗁𝗂𝗆",
	} {
		res := e.Scan(s, monday)
		if !slices.Contains(res.Labels, ThreatToLife) || !res.TTL {
			t.Errorf("%q: %v", s, res.Labels)
		}
	}
}

func TestMentions(t *testing.T) {
	e := newEngine(t)
	text := "Source says that Aaron Mensah will shoot Bartek Solano outside the gym tonight with a pistol."
	roles := map[string][]string{}
	for _, m := range e.Scan(text, monday).Mentions {
		roles[m.Role] = append(roles[m.Role], m.Text)
		if got := string([]rune(text)[m.Start:m.End]); got != m.Text {
			t.Errorf("mention %q is not what stands at its place: %q", m.Text, got)
		}
	}
	for role, want := range map[string]string{"person at risk": "Bartek Solano", "suspected offender": "Aaron Mensah", "weapon": "pistol", "time": "tonight", "place": "outside the gym"} {
		if !slices.Contains(roles[role], want) {
			t.Errorf("%s: %v, want %q among them", role, roles[role], want)
		}
	}
}

func TestCategories(t *testing.T) {
	list := Categories()
	if len(list) != 19 || list[0] != ThreatToLife {
		t.Fatalf("%d categories, first %q", len(list), list[0])
	}
	for _, c := range list {
		if c.Title() == "" || c.Title() == string(c) || !strings.HasSuffix(c.Question(), "?") {
			t.Errorf("%s: title %q, question %q", c, c.Title(), c.Question())
		}
	}
	if !ThreatToLife.Life() || !SelfHarm.Life() || Arson.Life() {
		t.Error("the life categories are threat to life and self-harm")
	}
}

func TestEmptyText(t *testing.T) {
	e := newEngine(t)
	for _, s := range []string{"", " \n\t", "...", "\u200b"} {
		if res := e.Scan(s, time.Time{}); len(res.Prompts) != 0 || res.Version == "" {
			t.Errorf("%q: %+v", s, res)
		}
	}
}
