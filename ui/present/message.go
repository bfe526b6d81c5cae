package present

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"corridor/app"
	"corridor/app/roster"
	"corridor/ui/words"
)

// Message is what happened, what is safe and what to do next.
type Message struct {
	Title, Text string
	Refusal     bool     // a rule said no, in words of its own
	Fields      []string // which fields cure a refusal, one for each reason
}

// Explain puts an error in words. Errors of the machine are not quoted: they
// can hold what must not be shown.
func Explain(err error) Message {
	var no *app.RefusedError
	if errors.As(err, &no) {
		return refused(no)
	}
	if denied, ok := roster.AsDenied(err); ok {
		return Message{Title: words.T("error.denied.title"), Text: sentence(denied.Words), Refusal: true}
	}
	for _, known := range known() {
		if errors.Is(err, known.is) {
			return Message{Title: words.Of("error.title", known.key), Text: words.Of("error.text", known.key)}
		}
	}
	return Message{Title: words.T("error.other.title"), Text: words.T("error.other.text")}
}

func refused(no *app.RefusedError) Message {
	m := Message{Title: words.T("error.refused.title"), Refusal: true}
	var lines []string
	for _, r := range no.Reasons {
		lines = append(lines, "• "+r.Words)
		m.Fields = append(m.Fields, r.Field)
	}
	m.Text = strings.Join(lines, "\n")
	return m
}

func known() []struct {
	is  error
	key string
} {
	return []struct {
		is  error
		key string
	}{
		{app.ErrPassphrase, "passphrase"}, {app.ErrNoMember, "member"}, {app.ErrGone, "gone"}, {app.ErrShut, "shut"},
		{app.ErrDamaged, "damaged"}, {app.ErrVersion, "version"}, {app.ErrForged, "forged"}, {app.ErrInUse, "inuse"}, {app.ErrFull, "full"},
		{app.ErrNetwork, "network"}, {app.ErrReadOnly, "readonly"}, {app.ErrNoItem, "noitem"}, {app.ErrUnopened, "unopened"},
		{app.ErrInput, "input"}, {app.ErrConflict, "conflict"},
		{fs.ErrExist, "exists"}, {fs.ErrPermission, "permission"}, {fs.ErrNotExist, "missing"},
		{context.Canceled, "cancelled"}, {context.DeadlineExceeded, "slow"},
	}
}

// Sentence begins with a capital and ends with a stop.
func Sentence(s string) string { return sentence(s) }

func sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.ContainsAny(s[len(s)-1:], ".?!…") {
		s += "."
	}
	return s
}
