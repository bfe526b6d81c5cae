package app

import (
	"context"
	"strings"
	"time"

	"corridor/app/entry"
	"corridor/app/recipient"
)

// whoAt is what the desk remembers of a recipient.
type whoAt struct {
	recipient.Who
	fault string
}

func (d *Desk) rememberRecipient(ctx context.Context, e entry.Entry) {
	f, err := entry.FactsOf[recipient.Recorded](e)
	if err != nil {
		return
	}
	w, _ := content[recipient.Who](ctx, d.Vault, e, recipient.RoleWho)
	fault := ""
	if _, err := d.Vault.Certificate(f.Certificate); err != nil {
		fault = certWords(err)
	}
	d.who[f.Recipient] = whoAt{w, fault}
}

// certWords is what the vault says against a certificate, without the rooms
// that the error came through.
func certWords(err error) string {
	s := err.Error()
	if i := strings.LastIndex(s, ": "); i >= 0 {
		s = s[i+2:]
	}
	return s
}

// Recipients lists everybody who may be sent a report.
func (d *Desk) Recipients() []RecipientView {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.recipients()
}

func (d *Desk) recipients() []RecipientView {
	var out []RecipientView
	for _, r := range d.st.Recipients.All() {
		out = append(out, d.recipientView(r))
	}
	return out
}

func (d *Desk) recipientView(r recipient.Recipient) RecipientView {
	w := d.who[r.ID]
	v := RecipientView{Recipient: r.ID, Name: w.Name, Post: w.Post, Organisation: w.Organisation, Clearance: w.Clearance,
		Fingerprint: r.Fingerprint, ConfirmedAt: r.ConfirmedAt, Fault: w.fault, Expires: d.expiry(r.Certificate)}
	if r.ConfirmedBy != "" {
		v.ConfirmedBy = d.name(r.ConfirmedBy)
	}
	return v
}

// RecordRecipient keeps who a recipient is and their certificate. Nothing can
// be sent before somebody has confirmed its fingerprint by voice.
func (d *Desk) RecordRecipient(ctx context.Context, in RecipientInput) (entry.ID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range []string{in.Name, in.Post, in.Organisation, in.Clearance} {
		if strings.TrimSpace(s) == "" {
			return "", refuse("H14", "Say who the recipient is: name, post, organisation, and how it is known that they are cleared.", "recipient")
		}
	}
	c, err := d.Vault.Certificate(in.Certificate)
	if err != nil {
		return "", refuse("certificate", "The certificate cannot be used: "+certWords(err)+". Ask them for another.", "recipient")
	}
	w, err := piece(recipient.RoleWho, recipient.Who{Name: in.Name, Post: in.Post, Organisation: in.Organisation, Clearance: in.Clearance})
	if err != nil {
		return "", err
	}
	id := d.NewID()
	return id, d.append(ctx, entry.Draft{Kind: entry.RecipientRecorded, Pieces: []entry.Piece{w},
		Facts: recipient.Recorded{Recipient: id, Fingerprint: c.Fingerprint, Certificate: c.Binary}})
}

// RenewRecipient replaces the certificate of a recipient whose old one was
// lost, was revoked or ran out. Who they are stays; what was confirmed by voice
// does not, and nothing is sent to them until somebody confirms the new one. A
// release that was approved for the old key is submitted again.
func (d *Desk) RenewRecipient(ctx context.Context, id entry.ID, certificate []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	r, ok := d.st.Recipients.Get(id)
	if !ok {
		return ErrNoItem
	}
	c, err := d.Vault.Certificate(certificate)
	if err != nil {
		return refuse("certificate", "The certificate cannot be used: "+certWords(err)+". Ask them for another.", "recipient")
	}
	if c.Fingerprint == r.Fingerprint {
		return refuse("same_key", "That is the key which is on record. Ask them for a new one.", "recipient")
	}
	w, err := piece(recipient.RoleWho, d.who[id].Who)
	if err != nil {
		return err
	}
	return d.append(ctx, entry.Draft{Kind: entry.RecipientRecorded, Pieces: []entry.Piece{w},
		Facts: recipient.Recorded{Recipient: id, Fingerprint: c.Fingerprint, Certificate: c.Binary}})
}

// ConfirmRecipient records that the fingerprint was read over by voice. The
// officer types its last eight characters as the recipient read them.
func (d *Desk) ConfirmRecipient(ctx context.Context, id entry.ID, heard, how string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	r, ok := d.st.Recipients.Get(id)
	if !ok {
		return ErrNoItem
	}
	heard = strings.ToUpper(strings.ReplaceAll(heard, " ", ""))
	if len(heard) < 8 || !strings.HasSuffix(r.Fingerprint, heard) {
		return refuse("fingerprint", "What was heard does not agree with the certificate. Do not use it: ask again on a number you already know.", "recipient")
	}
	if strings.TrimSpace(how) == "" {
		return refuse("how", "Say how you reached them.", "recipient")
	}
	return d.append(ctx, entry.Draft{Kind: entry.RecipientConfirmed, Pieces: words(roleHow, how),
		Facts: recipient.Confirmed{Recipient: id, Fingerprint: r.Fingerprint}})
}

// due is when a copy must be acknowledged.
func (d *Desk) due(sent time.Time, life bool) time.Time {
	if life {
		return sent.Add(d.st.Settings.Duration("release.ack.threat"))
	}
	return sent.Add(d.st.Settings.Duration("release.ack"))
}
