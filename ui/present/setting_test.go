package present

import (
	"testing"

	"corridor/app/setting"
)

func TestSettingIsSaidAsPeopleSayIt(t *testing.T) {
	for _, c := range []struct{ unit, value, want string }{
		{"duration", "1440h", "60 days"}, {"duration", "24h", "24 h"}, {"duration", "168h", "7 days"}, {"duration", "15m", "15 min"},
		{"duration", "90s", "1m30s"}, {"duration", "soon", "soon"}, {"count", "6", "6"}, {"working days", "1", "1 working day"}, {"working days", "3", "3 working days"}, {"working days", "soon", "soon"}, {"rank", "DS", "DS"},
	} {
		if got := Setting(setting.Def{Unit: c.unit, Value: c.value}); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.unit, c.value, got, c.want)
		}
	}
}
