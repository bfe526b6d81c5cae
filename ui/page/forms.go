package page

import (
	"fyne.io/fyne/v2"

	"corridor/app/grade"
	"corridor/ui/ask"
	"corridor/ui/part"
	"corridor/ui/words"
)

// askForm asks a question of several fields.
func askForm(h Host, title, verb string, body fyne.CanvasObject, first fyne.Focusable, size fyne.Size, ready func() string, do func()) {
	h.Ask().Ask(ask.Form{Title: title, Verb: verb, Body: body, First: first, Size: size, Ready: ready, Do: do})
}

// filled asks that none of the fields is empty.
func filled(fields ...*part.Field) func() string {
	return func() string {
		for _, f := range fields {
			if f.Value() == "" {
				return words.T("ask.fill")
			}
		}
		return ""
	}
}

func codesOf(table []grade.Code) []part.Code {
	out := make([]part.Code, len(table))
	for i, c := range table {
		out[i] = part.Code{Code: c.Code, Name: c.Name, Meaning: c.Meaning, Duty: c.Duty}
	}
	return out
}

// emergencyForm is the form of the emergency route, red.
func emergencyForm(body fyne.CanvasObject, first fyne.Focusable, ready func() string, do func()) ask.Form {
	return ask.Form{Title: words.T("emergency.title"), Verb: words.T("emergency.verb"), Body: body, First: first,
		Size: fyne.NewSize(680, 600), Danger: true, Ready: ready, Do: do}
}
