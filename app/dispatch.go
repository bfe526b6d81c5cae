package app

import (
	"context"
	"fmt"
	"strings"

	"corridor/app/entry"
	"corridor/app/release"
	"corridor/app/report"
	"corridor/app/sanitise/inspect"
	"corridor/app/state"
)

// Dispatch makes the packages of an approved release, one for each recipient,
// every file encrypted to them. The whole journal is verified again first and
// the gate decides on what was found there and then. The act is journalled
// before a byte exists outside the vault.
func (d *Desk) Dispatch(ctx context.Context, id entry.ID) ([]Package, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.reverify(ctx); err != nil {
		return nil, err
	}
	it, r, err := d.submission(id)
	if err != nil {
		return nil, err
	}
	c, err := d.submittedCase(ctx, it, r, release.Dispatching)
	if err != nil {
		return nil, err
	}
	authority, ok := release.Decide(c).(release.Authority)
	if !ok {
		return nil, &RefusedError{Reasons: release.Missing(c)}
	}
	packs, err := d.packages(ctx, it, r, authority)
	if err != nil {
		return nil, err
	}
	f := release.Dispatched{Release: id}
	for _, p := range packs {
		rc, _ := d.st.Recipients.Get(r.Submitted.Recipients[p.Copy-1])
		f.Copies = append(f.Copies, release.Copy{No: p.Copy, Recipient: rc.ID, Fingerprint: rc.Fingerprint})
	}
	if err := d.append(ctx, entry.Draft{Kind: entry.ReleaseDispatched, Item: it.ID, Facts: f}); err != nil {
		return nil, err
	}
	return packs, nil
}

// reverify folds the whole journal anew: no decision about what leaves rests on
// a state that was folded earlier.
func (d *Desk) reverify(ctx context.Context) error {
	opened := d.opened
	d.reset()
	err := d.load(ctx)
	d.opened = opened
	return err
}

// packages needs an Authority: there is no other way to make one.
func (d *Desk) packages(ctx context.Context, it *state.Item, r *state.Release, _ release.Authority) ([]Package, error) {
	files, err := d.leaving(ctx, it, r)
	if err != nil {
		return nil, err
	}
	var out []Package
	for i, id := range r.Submitted.Recipients {
		rc, _ := d.st.Recipients.Get(id)
		p := Package{Ref: r.Submitted.Ref, Copy: i + 1, Files: map[string][]byte{}}
		for name, b := range files {
			sealed, err := d.Vault.EncryptTo([][]byte{rc.Certificate}, name, b)
			if err != nil {
				return nil, fmt.Errorf("app: release %s copy %d: %w", r.Submitted.Release, i+1, err)
			}
			p.Files[name+".asc"] = sealed
		}
		out = append(out, p)
	}
	return out, nil
}

// leaving are the files as the recipient will have them after decryption. Each
// is parsed again from its bytes; one that could not be, or that holds a term
// of the deny list, stops all of them.
func (d *Desk) leaving(ctx context.Context, it *state.Item, r *state.Release) (map[string][]byte, error) {
	files := map[string][]byte{}
	for name, role := range map[string]string{fileReport: release.RoleReport, filePDF: release.RolePDF, fileManifest: release.RoleManifest} {
		c, _ := r.Entry.Piece(role)
		b, err := d.Vault.Content(ctx, c)
		if err != nil {
			return nil, err
		}
		files[name] = b
	}
	approval := r.Approvals[len(r.Approvals)-1].Entry
	for i, e := range []entry.Entry{r.Entry, approval} {
		m, ok := d.st.Roster.Person(e.Author)
		if !ok {
			return nil, ErrForged
		}
		cert, err := d.Vault.ReleaseCert(m.Member)
		if err != nil {
			return nil, err
		}
		who := fmt.Sprintf("officer-%d", i+1)
		files[who+".asc"] = cert
		files[fileManifest+"."+who+".sig"] = []byte(d.text(ctx, e, release.RoleSignature))
		files[fileReport+"."+who+".sig"] = []byte(d.text(ctx, e, roleReportSignature))
	}
	m, err := entry.Decode[release.Manifest](files[fileManifest])
	if err != nil {
		return nil, err
	}
	files[fileNote] = report.Note(m)
	deny, err := d.denyList(ctx, it)
	if err != nil {
		return nil, err
	}
	for name, b := range files {
		if strings.HasSuffix(name, ".sig") || strings.HasSuffix(name, ".asc") {
			continue // made by the vault from keys; no words in them
		}
		if res := inspect.File(name, b, deny); !res.Read || len(res.Hits) > 0 {
			return nil, refuse("inspect", "A finished file could not be inspected in full, or holds a term of the deny list. Nothing was released.", "release")
		}
	}
	return files, nil
}

// Acknowledge records that a recipient confirmed a copy.
func (d *Desk) Acknowledge(ctx context.Context, id entry.ID, copyNo int) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, r, err := d.submission(id)
	if err != nil {
		return err
	}
	if r.Sent == nil || copyNo < 1 || copyNo > len(r.Sent.Facts.Copies) {
		return ErrInput
	}
	return d.append(ctx, entry.Draft{Kind: entry.ReleaseAcknowledged, Item: it.ID,
		Facts: release.Acknowledged{Release: id, Recipient: r.Sent.Facts.Copies[copyNo-1].Recipient}})
}

// Emergency is the route for life at risk (domain rule H18): one officer, the
// minimum words, spoken or to one recipient. It asks for three things and
// refuses nothing else; a supervisor signs it off afterwards.
func (d *Desk) Emergency(ctx context.Context, id entry.ID, in EmergencyInput) ([]Package, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return nil, err
	}
	now := d.Now().UTC()
	if in.At.IsZero() {
		in.At = now
	}
	outcome := release.DecideEmergency(release.EmergencyCase{Now: now, How: in.How, Words: filled(in.Words.Words),
		Recipient: filled(in.Words.Recipient), Why: filled(in.Words.Why), Recipients: sentTo(in)})
	if no, ok := outcome.(release.Refusal); ok {
		return nil, &RefusedError{Reasons: no.Reasons}
	}
	var packs []Package
	rid := d.NewID()
	if in.How == "sent" {
		if packs, err = d.emergencyPackage(in); err != nil {
			return nil, err
		}
	}
	w, err := piece(release.RoleEmergency, in.Words)
	if err != nil {
		return nil, err
	}
	ds := []entry.Draft{{Kind: entry.EmergencyReleased, Item: id, Done: now, Pieces: []entry.Piece{w},
		Facts: release.EmergencyRecord{Release: rid, How: in.How, At: in.At.UTC(), SignBy: d.signBy(now)}}}
	if len(it.OpenThreats()) == 0 {
		ds = append(ds, d.raise(it, []string{"threat_to_life"}, "officer", in.Words.Why))
	}
	return packs, d.append(ctx, ds...)
}

func sentTo(in EmergencyInput) int {
	if in.How == "sent" && in.To != "" {
		return 1
	}
	return 0
}

func (d *Desk) emergencyPackage(in EmergencyInput) ([]Package, error) {
	rc, ok := d.st.Recipients.Get(in.To)
	if !ok {
		return nil, refuse("recipient", "That recipient is not recorded. Speak to them instead: the spoken route needs no certificate.", "emergency")
	}
	b, err := d.Vault.EncryptTo([][]byte{rc.Certificate}, "emergency.txt", []byte(in.Words.Words+"\n"))
	if err != nil {
		return nil, refuse("certificate", "The message could not be encrypted to them. Speak to them instead: the spoken route needs no certificate.", "emergency")
	}
	return []Package{{Ref: "EMERGENCY", Copy: 1, Files: map[string][]byte{"emergency.txt.asc": b}}}, nil
}

// EmergencySign is the retrospective decision of a supervisor who was not the
// one who released.
func (d *Desk) EmergencySign(ctx context.Context, item, id entry.ID, endorsed bool, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, err := d.item(item); err != nil {
		return err
	}
	if !filled(reason) {
		return refuse("reason", "Say what you found.", "signoff")
	}
	return d.append(ctx, entry.Draft{Kind: entry.EmergencySigned, Item: item, Pieces: words("reason", reason),
		Facts: release.EmergencySignedOff{Release: id, Endorsed: endorsed}})
}

// OpenEmergency journals the view, then gives the words of an emergency release.
func (d *Desk) OpenEmergency(ctx context.Context, item, id entry.ID) (release.EmergencyWords, error) {
	var none release.EmergencyWords
	if _, err := d.Open(ctx, item); err != nil {
		return none, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(item)
	if err != nil {
		return none, err
	}
	for _, sp := range it.Spoken {
		if sp.Record.Release == id {
			return content[release.EmergencyWords](ctx, d.Vault, sp.Entry, release.RoleEmergency)
		}
	}
	return none, ErrNoItem
}

