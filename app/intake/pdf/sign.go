package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"corridor/app/pdf/syntax"
)

// Signature is a digital signature (ISO 32000-1, 12.8): what it says of
// itself, and the bytes that a check needs. Nothing is checked here.
type Signature struct {
	Field                        string // name of its form field, or ""
	Name, Reason, Place, Contact string // as the file says
	Date                         string // as the file says, see 7.9.4
	Method                       string // its SubFilter: adbe.pkcs7.detached, ETSI.RFC3161 …
	Use                          string // TransformMethod of its reference: DocMDP, UR3 … or ""
	Change                       int    // of DocMDP: 1 nothing may change, 2 forms, 3 notes too; 0 else
	// CMS is the signature itself, cut to its own length; empty when the place
	// for it was never filled.
	CMS []byte
	// Signed are the bytes before and after CMS that it covers, inside the
	// file's. Both are nil when Odd says why they are not to be believed.
	Signed [2][]byte
	Odd    string
	Later  int // bytes of the file after what it covers, line ends left out
}

// maxSignatures bounds the signatures of one file.
const maxSignatures = 64

// signature keeps the signature v once, under the name of its field.
func (r *reader) signature(field string, v any) {
	f := r.f
	d := f.dict(v)
	around := f.array(d["ByteRange"])
	if d == nil || around == nil || len(r.d.Signatures) >= maxSignatures {
		return
	}
	key := "signature" + fmt.Sprint(around)
	if r.seen[key] {
		return
	}
	r.seen[key] = true
	method, _ := f.get(d["SubFilter"]).(name)
	s := Signature{
		Field: field, Name: r.str(d["Name"]), Reason: r.str(d["Reason"]), Place: r.str(d["Location"]),
		Contact: r.str(d["ContactInfo"]), Date: r.str(d["M"]), Method: string(method),
	}
	for _, v := range f.array(d["Reference"]) {
		n := f.dict(v)
		if use, ok := f.get(n["TransformMethod"]).(name); ok && s.Use == "" {
			s.Use = string(use)
			if use == "DocMDP" {
				s.Change = 2 // 12.8.2.2: the default
				if p := f.integer(f.dict(n["TransformParams"])["P"]); p >= 1 && p <= 3 {
					s.Change = p
				}
			}
		}
	}
	s.cover(f.b, f.numbersOf(around))
	r.d.Signatures = append(r.d.Signatures, s)
}

func (f *file) numbersOf(list []any) []int {
	out := make([]int, len(list))
	for i, v := range list {
		out[i] = f.integer(v)
	}
	return out
}

// cover finds the signature and what it covers: two pieces that leave out
// nothing but the signature's own string.
func (s *Signature) cover(b []byte, around []int) {
	if len(around) != 4 {
		s.Odd = "it does not say what it covers in one piece before it and one after it"
		return
	}
	from, n, next, rest := around[0], around[1], around[2], around[3]
	if from != 0 || n <= 0 || next <= n || rest < 0 || next > len(b) || rest > len(b)-next {
		s.Odd = "the bytes that it says it covers are not in the file"
		return
	}
	own := bytes.TrimFunc(b[n:next], func(c rune) bool { return c < 0x80 && syntax.Space(byte(c)) })
	if len(own) < 2 || own[0] != '<' || own[len(own)-1] != '>' || !hexOnly(own[1:len(own)-1]) {
		s.Odd = "it leaves out more of the file than itself"
		return
	}
	if s.CMS = syntax.UnHex(own[1:]); len(bytes.Trim(s.CMS, "\x00")) == 0 {
		s.CMS = nil
	}
	s.Signed = [2][]byte{b[:n], b[next : next+rest]}
	s.Later = len(bytes.TrimRight(b[next+rest:], "\r\n \x00"))
}

// hexOnly says whether b holds digits and white space alone: a reader that
// skips what is no digit would leave room for objects that nobody signed.
func hexOnly(b []byte) bool {
	for _, c := range b {
		if !syntax.Space(c) && !(c >= '0' && c <= '9') && !(c|0x20 >= 'a' && c|0x20 <= 'f') {
			return false
		}
	}
	return true
}

// Made is when the signature says it was made, in the file's own words; zero
// when it does not say, or not with a zone.
func (s Signature) Made() time.Time {
	t, err := time.Parse("2006-01-02 15:04:05 Z07:00", Day(s.Date))
	if err != nil {
		return time.Time{}
	}
	return t
}

// lists gives the lists of revoked certificates that the file brings along
// (ETSI EN 319 142-1, 5.4.2.2), DER each.
func (r *reader) lists() (out [][]byte) {
	for _, v := range r.f.array(r.f.dict(r.f.root()["DSS"])["CRLs"]) {
		if s, ok := r.f.get(v).(*stream); ok && len(out) < maxSignatures {
			if b, ok := r.f.decode(s); ok {
				out = append(out, b)
			}
		}
	}
	return out
}

// Day puts a date of the file (7.9.4) as 2006-01-02 15:04:05 and its zone, or
// gives it back as it is.
func Day(s string) string {
	t := strings.TrimPrefix(strings.TrimSpace(s), "D:")
	digits := len(t) - len(strings.TrimLeft(t, "0123456789"))
	if digits < 8 {
		return strings.TrimSpace(s)
	}
	out := t[:4] + "-" + t[4:6] + "-" + t[6:8]
	if digits >= 12 {
		out += " " + t[8:10] + ":" + t[10:12]
	}
	if digits >= 14 {
		out += ":" + t[12:14]
	}
	zone := strings.TrimSuffix(strings.ReplaceAll(t[min(digits, 14):], "'", ":"), ":")
	if zone != "" {
		out += " " + first(zone, 10)
	}
	return out
}
