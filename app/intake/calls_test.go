package intake

import (
	"fmt"
	"testing"
	"time"
)

func TestGuessColumns(t *testing.T) {
	for _, c := range []struct {
		header []string
		want   string
	}{
		{[]string{"Calling Number", "Called Number", "Start Date/Time", "Duration (s)", "IMEI", "IMSI", "Cell ID", "Call Type"}, "map[cell:6 duration:3 from:0 imei:4 imsi:5 kind:7 to:1 when:2]"},
		{[]string{"A-Party", "B-Party", "Date", "Time", "Seconds"}, "map[duration:4 from:0 time:3 to:1 when:2]"},
		{[]string{"interaction", "direction", "correspondent_id", "datetime", "call_duration", "antenna_id"}, "map[cell:5 duration:4 kind:0 to:2 way:1 when:3]"},
		{[]string{"x", "y"}, "map[]"},
	} {
		if got := fmt.Sprint(GuessColumns(c.header)); got != c.want {
			t.Errorf("%v: %s, want %s", c.header, got, c.want)
		}
	}
}

func TestCalls(t *testing.T) {
	table := ParseTable("A,B,When,Len\n07700900123,+447700900456,23/11/2026 10:15:00,0:01:15\n07700900123,,not a time,\n")
	got := Calls(table, Columns{FieldFrom: 0, FieldTo: 1, FieldWhen: 2, FieldDuration: 3}, time.UTC)
	if len(got) != 2 || got[0].To != "+447700900456" || got[0].Seconds != 75 || !got[0].When.Equal(time.Date(2026, 11, 23, 10, 15, 0, 0, time.UTC)) {
		t.Fatalf("%+v", got)
	}
	if !got[1].When.IsZero() || got[1].Written != "not a time" || got[1].Seconds != -1 {
		t.Errorf("%+v", got[1])
	}
	for _, bad := range []Columns{{FieldFrom: 0, FieldTo: 0}, {FieldFrom: 9}, {FieldFrom: -1}, {"shoe size": 0}} {
		if Calls(table, bad, time.UTC) != nil || bad.Check(4) == nil {
			t.Errorf("%v was used", bad)
		}
	}
}
