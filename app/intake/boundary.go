package intake

import (
	"bytes"
)

// multipart is the split of a body at its boundary lines.
type multipart struct {
	preamble, epilogue []byte
	parts              [][]byte
	closed, opened     bool
}

func splitMultipart(body []byte, boundary string) multipart {
	var m multipart
	if bytes.IndexByte(body, '\n') < 0 { // lines that end in CR alone
		body = bytes.ReplaceAll(body, []byte("\r"), []byte("\n"))
	}
	start, partStart := 0, -1
	for start < len(body) && !m.closed {
		end := len(body)
		if i := bytes.IndexByte(body[start:], '\n'); i >= 0 {
			end = start + i + 1
		}
		line := bytes.TrimRight(body[start:end], "\r\n \t")
		if closing, ok := boundaryLine(line, boundary); ok {
			if partStart >= 0 {
				m.parts = append(m.parts, trimEOL(body[partStart:start]))
			} else {
				m.preamble = body[:start]
			}
			m.opened = true
			partStart = end
			m.closed = closing
		}
		start = end
	}
	switch {
	case m.closed:
		m.epilogue = body[min(partStart, len(body)):]
	case partStart >= 0:
		m.parts = append(m.parts, body[partStart:])
	default:
		m.preamble = body
	}
	return m
}

func boundaryLine(line []byte, boundary string) (closing, ok bool) {
	rest, ok := bytes.CutPrefix(line, []byte("--"))
	if !ok {
		return false, false
	}
	rest, ok = bytes.CutPrefix(rest, []byte(boundary))
	if !ok {
		return false, false
	}
	switch string(rest) {
	case "":
		return false, true
	case "--":
		return true, true
	}
	// "-->" and the like end it too; "--more" is another boundary.
	if tail, ok := bytes.CutPrefix(rest, []byte("--")); ok && !bytes.ContainsAny(tail, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=") {
		return true, true
	}
	return false, false
}

func trimEOL(b []byte) []byte {
	b = bytes.TrimSuffix(b, []byte("\n"))
	return bytes.TrimSuffix(b, []byte("\r"))
}
