package release

import (
	"testing"
	"time"
)

func emergency() EmergencyCase {
	return EmergencyCase{How: Spoken, At: now, By: "p-handler",
		Words: EmergencyWords{Words: "Leave the house now.", Recipient: "DI Example, control room", Why: "Attack planned tonight.", Unreachable: "DS Sample, 3 calls"}}
}

func TestEmergencyIsGrantedToOneOfficer(t *testing.T) {
	e, ok := DecideEmergency(emergency()).(Emergency)
	if !ok || !e.Granted() || e.How() != Spoken || e.By() != "p-handler" || !e.At().Equal(now) {
		t.Fatalf("got %v", DecideEmergency(emergency()))
	}
	if want := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC); !e.SignBy().Equal(want) {
		t.Errorf("sign by %v, want %v", e.SignBy(), want)
	}
	if owed := e.Owed(); len(owed) != 1 || owed[0].Code != "owed_signoff" {
		t.Errorf("owed %v", owed)
	}
}

func TestWhatIsOwedNeverHoldsTheWordsBack(t *testing.T) {
	c := emergency()
	c.Words.Unreachable = ""
	e, ok := DecideEmergency(c).(Emergency)
	if !ok || len(e.Owed()) != 2 {
		t.Errorf("a missing call to a supervisor held it back or was forgotten: %v", DecideEmergency(c))
	}
	c.Supervisor = true
	if e = DecideEmergency(c).(Emergency); len(e.Owed()) != 1 {
		t.Errorf("a supervisor need not have reached another: %v", e.Owed())
	}
}

func TestEmergencyRefusalsSayWhatToDoNow(t *testing.T) {
	cases := map[string]struct {
		take func(*EmergencyCase)
		code string
	}{
		"words":       {func(c *EmergencyCase) { c.Words.Words = " \n" }, "emergency_words"},
		"recipient":   {func(c *EmergencyCase) { c.Words.Recipient = "" }, "emergency_recipient"},
		"why":         {func(c *EmergencyCase) { c.Words.Why = "" }, "emergency_why"},
		"how":         {func(c *EmergencyCase) { c.How = "shouted" }, "emergency_how"},
		"certificate": {func(c *EmergencyCase) { c.How, c.CertFault = Sent, "revoked" }, "emergency_certificate"},
		"time":        {func(c *EmergencyCase) { c.At = time.Time{} }, "emergency_time"},
		"by":          {func(c *EmergencyCase) { c.By = "" }, "emergency_by"},
	}
	for name, tc := range cases {
		c := emergency()
		tc.take(&c)
		r, ok := DecideEmergency(c).(Refusal)
		if !ok || len(r.Reasons) != 1 || r.Reasons[0].Code != tc.code || len(r.Reasons[0].Words) < 20 {
			t.Errorf("%s: %v", name, DecideEmergency(c))
		}
	}
}

func TestNothingElseStopsAnEmergency(t *testing.T) {
	c := emergency()
	c.CertFault = "expired" // spoken: no certificate is needed
	c.SignBy = now.Add(time.Hour)
	e, ok := DecideEmergency(c).(Emergency)
	if !ok || !e.SignBy().Equal(now.Add(time.Hour)) {
		t.Errorf("got %v", DecideEmergency(c))
	}
}
