package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/setting"
	"corridor/app/state"
	"corridor/app/threat"
)

// roleAbout is the content role of what the officer wrote of the product that an
// emergency release rests on, where no vault was there to choose it from.
const roleAbout = "about"

// EmergencyApart is the emergency route where no vault can be opened (domain rule
// H18): the words were spoken, and are to be kept outside the vault until it is
// back. about is what the officer knows of the product: its reference, or a few
// words; it may be empty. Like Emergency, it asks for three things, and refuses
// nothing else.
func EmergencyApart(in EmergencyInput, about string, by entry.Person, now time.Time, newID func() entry.ID) (entry.Draft, error) {
	if in.At.IsZero() {
		in.At = now.UTC()
	}
	outcome := release.DecideEmergency(release.EmergencyCase{How: release.Spoken, At: in.At, By: by, Words: in.Words})
	if no, ok := outcome.(release.Refusal); ok {
		return entry.Draft{}, &RefusedError{Reasons: no.Reasons}
	}
	e := outcome.(release.Emergency)
	w, err := piece(release.RoleEmergency, in.Words)
	if err != nil {
		return entry.Draft{}, err
	}
	return entry.Draft{ID: newID(), Kind: entry.EmergencyReleased, Done: now.UTC(),
		Pieces: append([]entry.Piece{w}, words(roleAbout, strings.TrimSpace(about))...),
		Facts:  release.EmergencyRecord{Release: newID(), How: e.How(), At: e.At().UTC(), SignBy: e.SignBy().UTC()}}, nil
}

// recordLate records anew what this officer did while the vault could not be
// written, where it could not be put in its place by itself. Each act keeps the
// time at which it was done, so its entry shows that it was recorded later. What
// the rules refuse now is not thrown away: it stays on this workstation, and the
// officer is told.
func (d *Desk) recordLate(ctx context.Context) error {
	late, err := d.Vault.Late(ctx)
	if err != nil {
		return fmt.Errorf("app: late acts: %w", err)
	}
	var done []string
	for _, l := range late {
		ds := []entry.Draft{l.Draft}
		if l.Apart {
			ds, err = d.filed(ctx, l.Draft)
		}
		if err == nil {
			err = d.append(ctx, ds...)
		}
		switch {
		case err == nil:
			done = append(done, l.Hash)
			if l.Apart {
				d.apart++
			}
		case !errors.Is(err, ErrFull) && !errors.Is(err, ErrReadOnly): // those go on waiting
			d.unfit++
		}
		err = nil
	}
	if err := d.Vault.Merged(done); err != nil {
		return fmt.Errorf("app: late acts: %w", err)
	}
	return nil
}

// filed puts an emergency release that was recorded without the vault to the
// product that it names. Where it names none that is open here, what was recorded
// is received as a product of its own, so that it is read for risk, shown and
// chased like any other. A threat is raised as the emergency route does.
func (d *Desk) filed(ctx context.Context, e entry.Draft) ([]entry.Draft, error) {
	var about string
	var w release.EmergencyWords
	var err error
	for _, p := range e.Pieces {
		switch p.Role {
		case roleAbout:
			about = string(p.Body)
		case release.RoleEmergency:
			if w, err = entry.Decode[release.EmergencyWords](p.Body); err != nil {
				return nil, fmt.Errorf("app: late %s %s: %w", e.Kind, e.ID, err)
			}
		}
	}
	if it, ok := d.named(about); ok {
		e.Item, e.Compartment = it.ID, it.Compartment
		if len(it.OpenThreats()) > 0 {
			return []entry.Draft{e}, nil
		}
		return []entry.Draft{e, d.raise(it, []string{"threat_to_life"}, "officer", w.Why)}, nil
	}
	text := strings.Join([]string{"Recorded on the locked screen while the vault could not be opened, by " + string(d.Vault.Me()) + ", " + clock.London(e.Done) + ".",
		"About: " + about, "Words given: " + w.Words, "Told: " + w.Recipient, "Why it could not wait: " + w.Why, "Supervisor tried: " + w.Unreachable}, "\n\n") + "\n"
	in := Incoming{Name: "emergency.txt", Bytes: []byte(text), SourceType: intel.OtherSource, Tier: d.st.Roster.Ceiling(),
		Receipt: intel.Receipt{Originator: "Locked screen, " + string(d.Vault.Me()), OriginatorRef: about}}
	took, ds, err := d.drafts(ctx, in, readingOf(in.Name, sum(in.Bytes), intake.Result{Kind: "text", Text: text}), nil)
	if err != nil {
		return nil, err
	}
	e.Item, e.Compartment = took.Item, d.Vault.Common()
	return append(ds, e, entry.Draft{Kind: entry.ThreatRaised, Item: took.Item, Pieces: words(intel.RoleReason, w.Why),
		Facts: threat.Raised{Threat: d.NewID(), Categories: []string{"threat_to_life"}, From: "officer",
			Deadline: d.Now().UTC().Add(d.st.Settings.Duration(setting.ThreatAccept))}}), nil
}

// named is the product whose reference stands in what an officer wrote, if it is
// open here.
func (d *Desk) named(about string) (*state.Item, bool) {
	for _, word := range strings.FieldsFunc(about, func(r rune) bool { return strings.ContainsRune(" \t\n,;:()", r) }) {
		if it, ok := d.st.ByRef(strings.ToUpper(strings.TrimRight(word, "."))); ok {
			return it, true
		}
	}
	return nil, false
}

// spooled says what was recorded late, and what of it could not be.
func (d *Desk) spooled() []string {
	var out []string
	if d.apart > 0 {
		out = append(out, fmt.Sprintf("emergency releases that you recorded while the vault could not be opened are in the vault now, marked late: %d; each waits for its retrospective sign-off", d.apart))
	}
	switch d.unfit {
	case 0:
	case 1:
		out = append(out, "one act that you did while the vault could not be written no longer fits what is recorded: it is kept on this workstation; tell a supervisor")
	default:
		out = append(out, fmt.Sprintf("%d acts that you did while the vault could not be written no longer fit what is recorded: they are kept on this workstation; tell a supervisor", d.unfit))
	}
	return out
}
