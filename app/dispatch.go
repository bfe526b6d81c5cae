package app

import (
	"context"
	"fmt"
	"strings"

	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/app/release"
	"corridor/app/report"
	"corridor/app/roster"
	"corridor/app/sanitise/inspect"
	"corridor/app/setting"
	"corridor/app/state"
)

// Dispatch makes the packages of an approved release, one for each recipient,
// every file encrypted to them. The entries of the item and of the unit are
// read and judged again first, and the gate decides on what was found there and
// then. The act is journalled
// before a byte exists outside the vault; so a package that then could not be
// written can be made again, with the same copy numbers, by another act.
func (d *Desk) Dispatch(ctx context.Context, id entry.ID) ([]Package, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.rejudge(ctx, id); err != nil {
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
		return nil, &RefusedError{Reasons: missing(c)}
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

// rejudge judges the item of a release again from its own entries and the
// unit's, read from the journal now: no decision about what leaves rests on a
// state that was folded earlier, or on a cache. Where anything is not as it was,
// the whole journal is judged anew.
func (d *Desk) rejudge(ctx context.Context, id entry.ID) error {
	if err := d.load(ctx); err != nil {
		return err
	}
	it, _, err := d.submission(id)
	if err != nil {
		return err
	}
	if d.st.Anew(it.ID, d.possession) == nil {
		return nil
	}
	return d.afresh(ctx)
}

// reverify folds the whole journal anew.
func (d *Desk) reverify(ctx context.Context) error {
	opened := d.opened
	d.reset()
	err := d.load(ctx)
	d.opened = opened
	return err
}

// packages needs an Authority: there is no other way to make one.
func (d *Desk) packages(ctx context.Context, it *state.Item, r *state.Release, a release.Authority) ([]Package, error) {
	m, _ := r.Entry.Piece(release.RoleManifest)
	if !a.Covers(m.SHA256, d.Now().UTC()) {
		return nil, ErrForged
	}
	files, err := d.leaving(ctx, it, r, a)
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
			p.Files[name+".pgp"] = sealed
		}
		out = append(out, p)
	}
	return out, nil
}

// leaving are the files as the recipient will have them after decryption. Each
// is parsed again from its bytes; one that could not be, or that holds a term
// of the deny list, stops all of them.
func (d *Desk) leaving(ctx context.Context, it *state.Item, r *state.Release, a release.Authority) (map[string][]byte, error) {
	files := map[string][]byte{}
	for name, role := range map[string]string{report.TextFile: release.RoleReport, report.PDFFile: release.RolePDF, report.ManifestFile: release.RoleManifest} {
		c, _ := r.Entry.Piece(role)
		b, err := d.Vault.Content(ctx, c)
		if err != nil {
			return nil, err
		}
		files[name] = b
	}
	for i, e := range []entry.Entry{r.Entry, approvalBy(r, a.Approver())} {
		m, ok := d.st.Roster.Person(e.Author)
		if !ok {
			return nil, ErrForged
		}
		cert, err := d.Vault.ReleaseCert(m.Member)
		if err != nil {
			return nil, err
		}
		who := []string{"author", "approver"}[i]
		files["officer-"+who+".asc"] = cert
		files[report.ManifestFile+"."+who+".asc"] = []byte(d.text(ctx, e, release.RoleSignature))
		files[report.TextFile+"."+who+".asc"] = []byte(d.text(ctx, e, roleReportSignature))
	}
	w, err := content[release.CaseWords](ctx, d.Vault, r.Entry, release.RoleCase)
	if err != nil {
		return nil, err
	}
	made, err := d.rendered(ctx, it, r.Entry.Done, r.Submitted, w)
	if err != nil {
		return nil, err
	}
	files[report.NoteFile] = made[report.NoteFile]
	deny, err := d.denyList(ctx, it)
	if err != nil {
		return nil, err
	}
	for name, b := range files {
		if strings.HasSuffix(name, ".asc") {
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
	certFault, cert := "", []byte(nil)
	if in.How == release.Sent {
		certFault, cert = d.emergencyCert(in.To)
	}
	outcome := release.DecideEmergency(release.EmergencyCase{How: in.How, At: in.At, By: d.Vault.Me(), Words: in.Words,
		Supervisor: d.holds(d.Vault.Me(), roster.Supervisor), CertFault: certFault,
		SignBy: clock.AddWorkingDays(in.At, max(1, d.st.Settings.Int(setting.EmergencySignOff)))})
	if no, ok := outcome.(release.Refusal); ok {
		return nil, &RefusedError{Reasons: no.Reasons}
	}
	emergency := outcome.(release.Emergency)
	var packs []Package
	rid := d.NewID()
	if emergency.How() == release.Sent {
		if packs, err = d.emergencyPackage(emergency, cert, in.Words.Words); err != nil {
			return nil, err
		}
	}
	w, err := piece(release.RoleEmergency, in.Words)
	if err != nil {
		return nil, err
	}
	ds := []entry.Draft{{Kind: entry.EmergencyReleased, Item: id, Done: now, Pieces: []entry.Piece{w},
		Facts: release.EmergencyRecord{Release: rid, How: emergency.How(), At: emergency.At().UTC(), SignBy: emergency.SignBy().UTC()}}}
	if len(it.OpenThreats()) == 0 {
		ds = append(ds, d.raise(it, []string{"threat_to_life"}, "officer", in.Words.Why))
	}
	return packs, d.append(ctx, ds...)
}

// emergencyCert finds the one recipient of a sent emergency release, or says
// why they cannot be sent anything.
func (d *Desk) emergencyCert(id entry.ID) (fault string, cert []byte) {
	rc, ok := d.st.Recipients.Get(id)
	if !ok {
		return "no such recipient is recorded", nil
	}
	if _, err := d.Vault.Certificate(rc.Certificate); err != nil {
		return certWords(err), nil
	}
	return "", rc.Certificate
}

// emergencyPackage needs an Emergency of the gate.
func (d *Desk) emergencyPackage(e release.Emergency, cert []byte, text string) ([]Package, error) {
	if !e.Granted() {
		return nil, ErrForged
	}
	b, err := d.Vault.EncryptTo([][]byte{cert}, "emergency.txt", []byte(text+"\n"))
	if err != nil {
		return nil, refuse("certificate", "The message could not be encrypted to them. Speak to them now: the spoken route needs no certificate.", "emergency")
	}
	return []Package{{Ref: "EMERGENCY", Copy: 1, Files: map[string][]byte{"emergency.txt.pgp": b}}}, nil
}

// approvalBy is the approval that the authority rests on.
func approvalBy(r *state.Release, p entry.Person) entry.Entry {
	for i := len(r.Approvals) - 1; i >= 0; i-- {
		if r.Approvals[i].Entry.Author == p {
			return r.Approvals[i].Entry
		}
	}
	return entry.Entry{}
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
