package app

import (
	"context"

	"corridor/app/entry"
)

// Form names a form of a product that is filled in before it is recorded.
type Form string

// The forms whose unrecorded words are kept.
const (
	FormThreat Form = "threat"
	FormGrade  Form = "grade"
	FormSubmit Form = "submit"
	// FormEmergency is the unit's: what saves a life is typed once, whatever it
	// is about.
	FormEmergency Form = "emergency"
)

// KeepForm seals what stands in a form that is not recorded yet, so that it
// outlives a lock or a crash. It is not an act: nothing is journalled. Nothing
// to keep, b empty, drops what was kept.
func (d *Desk) KeepForm(ctx context.Context, id entry.ID, f Form, b []byte) error {
	if len(b) == 0 {
		return d.Vault.DropPad(ctx, formPad(id, f))
	}
	return d.Vault.PutPad(ctx, formPad(id, f), b)
}

// KeptForm gives back what stood in a form; nil when nothing was kept.
func (d *Desk) KeptForm(ctx context.Context, id entry.ID, f Form) ([]byte, error) {
	return d.Vault.GetPad(ctx, formPad(id, f))
}

// formPad tells a form's pad from that of the draft, which has the bare id.
func formPad(id entry.ID, f Form) string { return string(id) + "/" + string(f) }
