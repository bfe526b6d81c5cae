package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

func (u *Unit) recipientRows() []present.Row {
	var out []present.Row
	for _, r := range u.u.Recipients {
		out = append(out, present.RecipientRow(u.host.Now(), r, present.CertificateDue(u.host.Now(), r.Name, u.due)...))
	}
	return out
}

func (u *Unit) recipient(i int) fyne.CanvasObject {
	r := u.u.Recipients[i]
	box := part.Stack(8, part.SubHeading(r.Name), part.Facts([2]string{words.T("recipient.post"), r.Post}, [2]string{words.T("recipient.organisation"), r.Organisation},
		[2]string{words.T("recipient.clearance"), r.Clearance}, [2]string{words.T("recipient.fingerprint"), present.Grouped(r.Fingerprint)},
		[2]string{words.T("recipient.confirmedby"), r.ConfirmedBy}, [2]string{words.T("recipient.expires"), dayText(r.Expires)}))
	box.Add(linesOf(present.CertificateDue(u.host.Now(), r.Name, u.due)))
	if r.Fault != "" {
		box.Add(part.Card(part.Danger, part.Prose(words.T("recipient.fault"), style.Danger)))
	}
	if r.ConfirmedBy == "" {
		box.Add(say(words.T("recipient.confirm.text"), style.Muted))
		box.Add(acts(part.NewPrimary(words.T("recipient.confirm"), theme.ConfirmIcon(), func() { u.confirmRecipient(r) })))
	}
	box.Add(acts(part.NewButton(words.T("recipient.renew"), theme.ViewRefreshIcon(), func() { u.renewRecipient(r) })))
	return box
}

// renewRecipient replaces a certificate that was lost, revoked or ran out.
func (u *Unit) renewRecipient(r app.RecipientView) {
	cert := u.certificateField()
	body := part.Stack(8, part.Prose(words.T("recipient.renew.text", r.Name), style.Ink), cert.object)
	askForm(u.host, words.T("recipient.renew.title", r.Name), words.T("recipient.renew.verb"), body, cert.area, fyne.NewSize(600, 420), cert.ready, func() {
		b := cert.bytes()
		u.record(func(ctx context.Context) error { return u.desk.RenewRecipient(ctx, r.Recipient, b) })
	})
}

// certificateField asks for a certificate, pasted or from a file.
type certificateField struct {
	area   *part.Field
	file   []byte
	object fyne.CanvasObject
}

func (u *Unit) certificateField() *certificateField {
	c := &certificateField{area: part.NewArea(words.T("recipient.cert.hint"), 5)}
	load := part.NewButton(words.T("recipient.cert.file"), theme.FolderOpenIcon(), func() {
		u.host.Files().Open(words.T("files.certificate"), func(f File, err error) {
			if err == nil {
				c.file = f.Bytes
				c.area.SetPlaceHolder(words.T("recipient.cert.loaded", len(f.Bytes)))
			}
		})
	})
	c.object = part.Stack(6, part.Labelled(words.T("recipient.cert"), c.area), acts(load))
	return c
}

func (c *certificateField) ready() string {
	if c.area.Value() == "" && len(c.file) == 0 {
		return words.T("ask.fill")
	}
	return ""
}

// bytes is the certificate: what was pasted, else the file.
func (c *certificateField) bytes() []byte {
	if c.area.Value() != "" {
		return []byte(c.area.Text)
	}
	return c.file
}

func (u *Unit) confirmRecipient(r app.RecipientView) {
	heard, how := part.NewField("XXXX XXXX"), part.NewField("")
	body := part.Stack(8, part.Prose(words.T("recipient.confirm.how", r.Name), style.Ink), part.Labelled(words.T("recipient.heard"), heard), part.Labelled(words.T("recipient.reached"), how))
	askForm(u.host, words.T("recipient.confirm"), words.T("recipient.confirm"), body, heard, fyne.NewSize(540, 330), filled(heard, how), func() {
		a, b := heard.Value(), how.Value()
		u.record(func(ctx context.Context) error { return u.desk.ConfirmRecipient(ctx, r.Recipient, a, b) })
	})
}

func (u *Unit) newRecipient() {
	name, post, org, clear := part.NewField(""), part.NewField(""), part.NewField(""), part.NewField("")
	cert := u.certificateField()
	body := part.Stack(6, part.Columns(part.Labelled(words.T("recipient.name"), name), part.Labelled(words.T("recipient.post"), post)),
		part.Columns(part.Labelled(words.T("recipient.organisation"), org), part.Labelled(words.T("recipient.clearance"), clear)), cert.object)
	ready := func() string {
		if why := cert.ready(); why != "" {
			return why
		}
		return filled(name, post, org, clear)()
	}
	askForm(u.host, words.T("unit.newrecipient"), words.T("recipient.record"), body, name, fyne.NewSize(640, 460), ready, func() {
		in := app.RecipientInput{Name: name.Value(), Post: post.Value(), Organisation: org.Value(), Clearance: clear.Value(), Certificate: cert.bytes()}
		u.record(func(ctx context.Context) error { _, err := u.desk.RecordRecipient(ctx, in); return err })
	})
}
