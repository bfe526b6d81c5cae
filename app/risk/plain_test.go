package risk

import (
	"testing"
	"time"
)

// TestPlainThreats holds what may never be missed, and the everyday sayings that
// look like it.
func TestPlainThreats(t *testing.T) {
	e := newEngine(t)
	for _, row := range []struct {
		text string
		want bool
	}{
		{"He will kill him.", true},
		{"I will kill you", true},
		{"i'm going to kill her", true},
		{"Dean said he is going to kill Marcus", true},
		{"They are going to stab him on Friday night", true},
		{"He has threatened to kill his ex", true},
		{"He said he would kill me if I left him", true},
		{"My husband says he will kill me if I take the children.", true},
		{"A male is offering 10k to have Lee killed", true},
		{"i will cut her throat", true},
		{"im gonna k i l l him", true},
		{"1m g0nna sh00t h1m", true},
		{"you're dead", true},
		{"I am going to kill myself", true},
		{"He is going to break his legs, not kill him", false},
		{"They just want to hurt him, not to kill him", false},
		{"my mum is going to kill me for being late", false},
		{"these stairs will kill me", false},
		{"gonna kill the boss in the next level of the game", false},
		{"He said he would never kill anyone", false},
		{"I'd kill for a cup of tea", false},
	} {
		if got := e.Scan(row.text, time.Time{}).TTL; got != row.want {
			t.Errorf("%q: threat to life %t, want %t", row.text, got, row.want)
		}
	}
}
