package present

import (
	"context"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/ui/words"
)

// SignOffDesk is what the sign-off screen asks of the desk.
type SignOffDesk interface {
	Waiting() []app.ReleaseView
	OpenSubmission(ctx context.Context, id entry.ID) (app.SignOff, error)
	OpenEmergency(ctx context.Context, item, id entry.ID) (release.EmergencyWords, error)
	EmergencySign(ctx context.Context, item, id entry.ID, endorsed bool, reason string) error
	Approve(ctx context.Context, id entry.ID, passphrase []byte) error
	Return(ctx context.Context, id entry.ID, reason string) error
	Refuse(ctx context.Context, id entry.ID, reason string) error
	Settle(ctx context.Context, id entry.ID, key, decision, reason string) error
	Dispatch(ctx context.Context, id entry.ID) ([]app.Package, error)
}

// SignOff keeps what the supervisor has looked at: every page of the report
// and every line to attend to, before they may approve.
type SignOff struct {
	open *app.SignOff
	seen map[string]bool
	read bool // the report was read to its end
}

// Show takes an opened submission; what was seen of another is forgotten.
func (s *SignOff) Show(v app.SignOff) {
	s.open = &v
	s.seen, s.read = map[string]bool{}, false
}

// Again takes the same submission after an act; what was seen stays seen.
func (s *SignOff) Again(v app.SignOff) {
	if s.open == nil || s.open.Release != v.Release {
		s.Show(v)
		return
	}
	s.open = &v
}

// Close forgets it.
func (s *SignOff) Close() { s.open, s.seen, s.read = nil, nil, false }

// Opened is the submission on the screen, or nil.
func (s *SignOff) Opened() *app.SignOff { return s.open }

// Look ticks a line off.
func (s *SignOff) Look(id string) {
	if s.seen != nil {
		s.seen[id] = true
	}
}

// ReadToEnd notes that the last line of the report was on the screen.
func (s *SignOff) ReadToEnd() { s.read = true }

// AttendView is a line that must be looked at.
type AttendView struct {
	ID, Text   string
	Warn, Seen bool
}

// Attend lists the lines.
func (s *SignOff) Attend() []AttendView {
	if s.open == nil {
		return nil
	}
	out := []AttendView{{ID: "read", Text: words.T("signoff.readall"), Seen: s.read}}
	for _, a := range s.open.Attend {
		out = append(out, AttendView{ID: a.ID, Text: a.Words, Warn: a.Warn, Seen: s.seen[a.ID]})
	}
	return out
}

// Ready says why it cannot be approved yet, or "".
func (s *SignOff) Ready() string {
	if s.open == nil {
		return words.T("signoff.nothing")
	}
	left := 0
	for _, a := range s.Attend() {
		if !a.Seen {
			left++
		}
	}
	if left > 0 {
		return words.Count("signoff.left", left)
	}
	if len(s.open.Refusals) > 0 {
		return words.Count("signoff.refusals", len(s.open.Refusals))
	}
	return ""
}

// Naming says what an approval signs, before the passphrase is asked for.
func (s *SignOff) Naming() string {
	if s.open == nil {
		return ""
	}
	var names []string
	for _, r := range s.open.Recipients {
		names = append(names, r.Name+", "+r.Organisation)
	}
	return words.T("signoff.naming", s.open.Ref, strings.Join(names, "; "), s.open.Manifest.Marking, s.open.Manifest.Handling)
}

// Detail says in words what stands behind a line to attend to.
func (s *SignOff) Detail(id string) string {
	if s.open == nil {
		return ""
	}
	o := s.open
	var out []string
	switch id {
	case "threat":
		for _, c := range o.Product.Prompts {
			if c.Flagged && c.Answer == intel.No {
				out = append(out, c.Question+" "+words.T("signoff.no", c.By, c.Reason))
			}
		}
	case "check":
		if c := o.Product.Check; c != nil {
			out = append(out,
				words.T("signoff.check", words.Of("answer", string(c.Real)), words.Of("answer", string(c.Immediate)), words.Of("answer", string(c.Identified)), c.By),
				words.T("signoff.ifreleased", c.Words.IfReleased), words.T("signoff.ifnot", c.Words.IfNotReleased))
		}
	case "recipients":
		for _, r := range o.Recipients {
			line := r.Name + ", " + r.Post + ", " + r.Organisation + "\n" + words.T("recipient.cleared", r.Clearance)
			if r.ConfirmedBy != "" {
				line += "\n" + words.T("recipient.confirmed", r.ConfirmedBy)
			} else {
				line += "\n" + words.T("recipient.unconfirmed")
			}
			out = append(out, line)
		}
		out = append(out, words.T("signoff.purpose", o.Case.Purpose), words.T("signoff.need", o.Case.NeedToKnow),
			words.T("signoff.necessity", o.Case.Necessity), words.T("signoff.proportionality", o.Case.Proportionality))
	case "grade":
		for _, g := range o.Product.GradeHistory {
			out = append(out, GradeLine(g))
		}
		if o.Product.GradeWords.Instructions != "" {
			out = append(out, o.Product.GradeWords.Instructions)
		}
		if o.Product.GradeWords.RiskAssessment != "" {
			out = append(out, o.Product.GradeWords.RiskAssessment)
		}
	}
	return strings.Join(out, "\n\n")
}

// WaitingRow is a submission as a line of a list.
func WaitingRow(now time.Time, v app.ReleaseView) Row {
	r := Row{Tone: BandTone(v.Danger), Title: v.Ref, Right: When(now, v.SubmittedAt)}
	r.Sub = words.T("waiting.by", v.ItemRef, v.SubmittedBy)
	if v.Danger != app.Rest {
		r.Words = append(r.Words, Word{bandWord(v.Danger), BandTone(v.Danger)})
	}
	r.Words = append(r.Words, StatusWord(v))
	if v.Emergency && !v.Signed {
		c := Clock(now, v.SignBy)
		r.Right, r.Late = c.Text, c.Tone
	}
	return r
}

// StatusWord is the chip of a release.
func StatusWord(v app.ReleaseView) Word {
	if v.Emergency {
		if v.Signed {
			return Word{words.T("release.emergency.signed"), Settled}
		}
		return Word{words.T("release.emergency.unsigned"), Danger}
	}
	tone := map[string]Tone{"waiting": Due, "approved": Settled, "sent": Settled, "returned": Danger, "refused": Neutral}[v.Status]
	return Word{words.Of("status", v.Status), tone}
}
