package present

import (
	"strings"
	"testing"
	"time"

	"corridor/app"
)

func TestGoneNamesWhoAndWhereItMayStillBe(t *testing.T) {
	v := app.Product{Destroyed: &app.DestroyedView{At: monday, By: "R. Hale", Pieces: 3, Backups: []app.BackupView{{At: monday.Add(-time.Hour), Head: "6P2W90Z4THXG7N57"}}},
		Log: []app.LogLine{{Seq: 1, Who: "A"}, {Seq: 2, Who: "B"}}}
	g := Gone(monday, v)
	if !strings.Contains(g.Text, "R. Hale") || !strings.Contains(g.Text, "3") {
		t.Errorf("text %q", g.Text)
	}
	if len(g.Backups) != 1 || !strings.Contains(g.Backups[0], "6P2W90Z4THXG7N57") {
		t.Errorf("backups %q", g.Backups)
	}
	if len(g.Log) != 2 || !strings.Contains(g.Log[0], "B") {
		t.Errorf("log %q", g.Log)
	}
	if g := Gone(monday, app.Product{}); g.Text != "" || g.Backups != nil {
		t.Errorf("of a product that stands: %+v", g)
	}
}
