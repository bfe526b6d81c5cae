package intake

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Field is what a column of a call-record table holds.
type Field string

// The fields, in the order in which a person looks for them.
const (
	FieldWhen     Field = "when" // date and time, or the date alone
	FieldTime     Field = "time" // where it has a column of its own
	FieldFrom     Field = "from"
	FieldTo       Field = "to"
	FieldDuration Field = "duration" // seconds, or h:mm:ss
	FieldKind     Field = "kind"     // call, text, data
	FieldWay      Field = "way"      // in or out
	FieldIMEI     Field = "imei"
	FieldIMSI     Field = "imsi"
	FieldCell     Field = "cell"
)

// Fields lists them.
func Fields() []Field {
	return []Field{FieldWhen, FieldTime, FieldFrom, FieldTo, FieldDuration, FieldKind, FieldWay, FieldIMEI, FieldIMSI, FieldCell}
}

// Columns says for each field in which column it stands, counted from 0.
type Columns map[Field]int

// ErrColumns refuses a mapping that cannot be.
var ErrColumns = errors.New("intake: a column is missing, or stands for two fields")

// Check refuses a mapping with unknown fields, columns that a table of n
// columns has not, or one column for two fields.
func (c Columns) Check(n int) error {
	seen := map[int]bool{}
	for f, i := range c {
		if !slices.Contains(Fields(), f) || i < 0 || i >= n || seen[i] {
			return ErrColumns
		}
		seen[i] = true
	}
	return nil
}

// columnWords are the words by which originators call a field, the more
// telling first.
func columnWords(f Field) []string {
	switch f {
	case FieldWhen:
		return []string{"datetime", "timestamp", "startdatetime", "calldate", "starttime", "callstart", "eventdate", "date", "when"}
	case FieldTime:
		return []string{"calltime", "eventtime", "time", "hour"}
	case FieldFrom:
		return []string{"callingnumber", "aparty", "anumber", "caller", "calling", "origin", "source", "subscriber", "msisdn", "from", "user"}
	case FieldTo:
		return []string{"callednumber", "bparty", "bnumber", "dialled", "dialed", "callee", "called", "recipient", "destination", "correspondent", "other", "target", "to"}
	case FieldDuration:
		return []string{"duration", "seconds", "length", "callduration"}
	case FieldKind:
		return []string{"calltype", "eventtype", "servicetype", "interaction", "service", "type"}
	case FieldWay:
		return []string{"direction", "inout", "way"}
	case FieldIMEI:
		return []string{"imei", "handset"}
	case FieldIMSI:
		return []string{"imsi"}
	case FieldCell:
		return []string{"cellid", "cellsite", "antenna", "tower", "cell", "site", "lac"}
	}
	return nil
}

// GuessColumns guesses a mapping from the names in a header. It offers; the
// officer settles.
func GuessColumns(header []string) Columns {
	c := Columns{}
	taken := map[int]bool{}
	names := make([]string, len(header))
	for i, h := range header {
		names[i] = strings.ToLower(lettersOf(h))
	}
	for _, exact := range []bool{true, false} {
		for _, f := range Fields() {
			if _, have := c[f]; have {
				continue
			}
			if i := findColumn(names, columnWords(f), exact, taken); i >= 0 {
				c[f], taken[i] = i, true
			}
		}
	}
	return c
}

func findColumn(names, words []string, exact bool, taken map[int]bool) int {
	for _, w := range words {
		for i, n := range names {
			if !taken[i] && (n == w || !exact && len(w) > 3 && strings.Contains(n, w)) {
				return i
			}
		}
	}
	return -1
}

// Call is one row of a call-record table. What the table does not say is
// empty; numbers are as written.
type Call struct {
	When                            time.Time // zero when it could not be read
	Written                         string    // the date and time as they stand there
	From, To, Kind, Way, IMEI, IMSI string
	Cell                            string
	Seconds                         int // of duration; -1 when it is not said
}

// Calls reads the rows of a table by a mapping, its header left out. Times that
// name no zone are taken to be in zone.
func Calls(t Table, c Columns, zone *time.Location) []Call {
	if len(t.Rows) == 0 || c.Check(len(t.Rows[0])) != nil {
		return nil
	}
	var out []Call
	for _, row := range t.Rows[1:] {
		cell := func(f Field) string {
			if i, ok := c[f]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		call := Call{Written: strings.TrimSpace(cell(FieldWhen) + " " + cell(FieldTime)), From: cell(FieldFrom), To: cell(FieldTo), Kind: cell(FieldKind), Way: cell(FieldWay),
			IMEI: cell(FieldIMEI), IMSI: cell(FieldIMSI), Cell: cell(FieldCell), Seconds: seconds(cell(FieldDuration))}
		call.When = callTime(call.Written, zone)
		out = append(out, call)
	}
	return out
}

// callTime reads the ways in which call records write a moment, days before
// months.
func callTime(s string, zone *time.Location) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "02/01/2006 15:04:05", "02/01/2006 15:04", "2/1/2006 15:04:05", "2/1/2006 15:04",
		"02-01-2006 15:04:05", "02.01.2006 15:04:05", "20060102150405", "20060102 150405", "2 Jan 2006 15:04:05", "02-Jan-2006 15:04:05", "2006-01-02", "02/01/2006", "20060102"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 1e8 && n < 1e10 {
		return time.Unix(n, 0).In(zone)
	}
	return time.Time{}
}

// seconds reads 75, 75.0, 1:15 and 0:01:15; -1 for what is none of them.
func seconds(s string) int {
	if s == "" {
		return -1
	}
	total := 0
	for _, p := range strings.Split(s, ":") {
		v, err := strconv.ParseFloat(p, 64)
		if err != nil || v < 0 || v > 1e7 {
			return -1
		}
		total = total*60 + int(v)
	}
	return total
}
