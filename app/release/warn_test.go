package release

import (
	"testing"
	"time"

	"corridor/app/grade"
	"corridor/app/intel"
)

// calm is a whole case that warns of nothing.
func calm() Case {
	c := whole()
	c.Submission.Tier, c.Submission.SourceTier = intel.OfficialSensitive, intel.OfficialSensitive
	c.Submission.Expires = now.Add(72 * time.Hour)
	return c
}

func TestWarningsNeverStopARelease(t *testing.T) {
	if got := Warnings(calm()); len(got) != 0 {
		t.Fatalf("a calm case warns: %v", got)
	}
	for code, take := range map[string]func(*Case){
		"warn_top_grade": graded(func(g *grade.Graded) { g.Items[0].Source, g.Items[0].Assessment = "1", "A" }),
		"warn_false":     graded(func(g *grade.Graded) { g.Items[0].Assessment, g.Items[0].Reasoned = "E", true }),
		"warn_recipients": func(c *Case) {
			for _, id := range []RecipientCase{{Recipient: "r3"}, {Recipient: "r4"}} {
				id.Confirmed, id.Cleared = true, true
				c.Recipients = append(c.Recipients, id)
			}
		},
		"warn_marking_up":  func(c *Case) { c.Submission.Tier = intel.TopSecret },
		"warn_cannot_tell": func(c *Case) { c.Check.Identified = intel.CannotTell },
		"warn_expires":     func(c *Case) { c.Submission.Expires = now.Add(time.Hour) },
	} {
		c := calm()
		take(&c)
		got := Warnings(c)
		if len(got) != 1 || got[0].Code != code || got[0].Words == "" || got[0].Field == "" {
			t.Errorf("%s: %v", code, got)
		}
		if _, ok := Decide(c).(Authority); !ok {
			t.Errorf("%s: a warning stopped the release: %v", code, Decide(c))
		}
	}
	if got := Warnings(Case{}); len(got) != 0 {
		t.Errorf("the zero case warns: %v", got)
	}
}
