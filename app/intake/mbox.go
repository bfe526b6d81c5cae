package intake

import (
	"bytes"
	"regexp"
)

var envelope = regexp.MustCompile(`^From \S+.{0,120}?\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.{0,60}\d\d:\d\d.{0,60}\d{4}|^From \S+ .{0,80}\d{4}\s*$|^From \S*\s*$`)

// strictEnvelope is the line as mail programs write it: sender, day, month,
// date, time and year, and nothing else of note.
var strictEnvelope = regexp.MustCompile(`^From \S+ +(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d(:\d\d)?( [A-Z+\-\d]+)? \d{4}\s*$`)

// readMbox reads every message of a mailbox file. A line that only looks like
// an envelope inside a body does not split: a header must follow it.
func (r *reader) readMbox(in input) found {
	f := found{kind: "mbox"}
	messages := splitMbox(in.b)
	if len(messages) == 1 && in.top {
		f = r.readMail(input{name: in.name, b: messages[0], depth: in.depth, top: true})
		f.kind = "mbox"
		if p, ok := r.list("", "message/rfc822", messages[0]); ok {
			r.spans(p, 0)
		}
		return f
	}
	for i, m := range messages {
		got := r.attach(input{declared: "message/rfc822", b: m, depth: in.depth + 1})
		if got == nil {
			continue
		}
		if i == 0 {
			f.subject, f.from, f.date, f.charset = got.subject, got.from, got.date, got.charset
		}
	}
	if len(messages) == 0 {
		return fail("mbox", "damaged", "no message was found in the mailbox")
	}
	return f
}

func splitMbox(b []byte) [][]byte {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	var starts []int
	blank := true
	for at := 0; at < len(b); {
		end := len(b)
		if i := bytes.IndexByte(b[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		line := bytes.TrimRight(b[at:end], "\r\n")
		if strict := blank && strictEnvelope.Match(line[:min(len(line), 400)]); strict || bytes.HasPrefix(line, []byte("From ")) && (at == 0 || envelope.Match(line[:min(len(line), 400)]) && (blank || headersFollow(b[end:]))) && (at == 0 || headersFollow(b[end:])) {
			starts = append(starts, at)
		}
		blank = len(line) == 0
		at = end
	}
	var out [][]byte
	for i, s := range starts {
		end := len(b)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		out = append(out, b[s:end])
	}
	return out
}

func headersFollow(b []byte) bool {
	line, rest := cutLine(b)
	if len(line) == 0 || !headerLine(line) {
		return false
	}
	name, _, _ := bytes.Cut(line, []byte(":"))
	if known, _ := knownHeader(string(name)); known {
		return true
	}
	line, _ = cutLine(rest)
	return headerLine(line)
}
