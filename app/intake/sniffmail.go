package intake

import (
	"regexp"
	"strings"
)

// knownHeaders: the value says whether the name alone makes a message likely.
func knownHeader(name string) (known, strong bool) {
	switch strings.ToLower(name) {
	case "received", "return-path", "delivered-to", "message-id", "mime-version", "dkim-signature", "x-mailer", "x-original-to", "arc-seal", "authentication-results", "arc-authentication-results", "received-spf", "envelope-to", "x-received", "content-transfer-encoding":
		return true, true
	case "from", "to", "cc", "bcc", "subject", "date", "reply-to", "sender", "content-type", "in-reply-to", "references", "importance", "x-priority", "user-agent", "list-id", "content-disposition", "organization", "newsgroups", "path", "status":
		return true, false
	}
	return strings.HasPrefix(strings.ToLower(name), "x-"), false
}

func looksMail(text, ext string) bool {
	known, strong, lines := 0, 0, 0
	first := true
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			if lines == 0 {
				continue
			}
			break
		}
		if first && (strings.HasPrefix(line, "From ") || strings.HasPrefix(line, ">From ")) {
			first = false
			continue
		}
		first = false
		lines++
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || !isToken(strings.TrimRight(name, " \t")) {
			break
		}
		k, s := knownHeader(strings.TrimRight(name, " \t"))
		if k {
			known++
		}
		if s || strings.EqualFold(name, "content-type") && strings.Contains(value, "/") {
			strong++
		}
		if lines > 100 {
			break
		}
	}
	if ext == "eml" || ext == "msg" || ext == "mht" || ext == "mhtml" {
		return known > 0
	}
	return strong > 0 && known >= 2 || known >= 3 || strong > 0 && strings.Contains(strings.ToLower(text[:min(len(text), 400)]), "content-type: multipart/")
}

func isToken(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || s[i] == ':' {
			return false
		}
	}
	return true
}

var mboxDate = regexp.MustCompile(`^From \S*.{0,200}?\b(\d{1,2}:\d\d(:\d\d)?|\d{4})\b`)

func looksMbox(t string) bool {
	line, rest, _ := strings.Cut(t, "\n")
	if strictEnvelope.MatchString(strings.TrimRight(line, "\r")) {
		return true
	}
	if mboxDate.MatchString(line) && looksMail(rest, "eml") {
		return true
	}
	return strings.HasPrefix(line, "From ") && looksMail(rest, "")
}
