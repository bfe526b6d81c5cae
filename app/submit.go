package app

import (
	"context"
	"time"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/report"
	"corridor/app/state"
)

// rendered makes the files that would leave, the same bytes each time: report
// and PDF are functions of the saved draft, the grade and the submission.
func (d *Desk) rendered(ctx context.Context, it *state.Item, done time.Time, f release.Submitted, w release.CaseWords) (map[string][]byte, error) {
	r, err := d.report(ctx, it, done, f, w)
	if err != nil {
		return nil, err
	}
	pdf, err := report.PDF(r)
	if err != nil {
		return nil, err
	}
	note := report.Note(r, d.manifest(f, done, it, w, nil))
	return map[string][]byte{report.TextFile: report.Render(r), report.PDFFile: pdf, report.NoteFile: note}, nil
}

func (d *Desk) report(ctx context.Context, it *state.Item, done time.Time, f release.Submitted, w release.CaseWords) (report.Report, error) {
	var dr state.At[intel.Saved]
	for _, x := range it.Drafts {
		if x.Entry.ID == f.Draft {
			dr = x
		}
	}
	text, err := content[intel.DraftText](ctx, d.Vault, dr.Entry, intel.RoleDraft)
	if err != nil {
		return report.Report{}, err
	}
	r := report.Report{Ref: f.Ref, Marking: w.MarkingLine, Title: text.Title, Provenance: text.Provenance, Conditions: w.Conditions,
		ActionOn: w.ActionOn, ReviewDate: f.ReviewDate, Created: done.UTC(), Intelligence: month(it.Received.Intelligence)}
	for _, g := range it.Grades {
		if g.Entry.ID != f.Graded {
			continue
		}
		r.Handling = g.Facts.Line()
		if gw, err := content[grade.Words](ctx, d.Vault, g.Entry, grade.RoleGrading); err == nil {
			r.Instructions = gw.Instructions
		}
		for i, item := range intel.Items(text.Body) {
			code := ""
			if i < len(g.Facts.Items) {
				code = g.Facts.Items[i].Code()
			}
			r.Items = append(r.Items, report.Item{Text: item, Grade: code})
		}
	}
	return r, nil
}

// month coarsens a date of intelligence: the day can point at whoever was there.
func month(day string) string {
	t, err := time.Parse("2006-01-02", day)
	if err != nil {
		return ""
	}
	return t.Format("January 2006")
}

// Submit puts the latest saved draft forward for sign-off, with its rendered
// files, the manifest and the submitter's signatures over manifest and report.
// A case that the gate would refuse is not submitted: RefusedError.
func (d *Desk) Submit(ctx context.Context, id entry.ID, in Submission) (entry.ID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return "", err
	}
	it, err := d.item(id)
	if err != nil {
		return "", err
	}
	c, err := d.baseCase(ctx, it, release.Submitting)
	if err != nil {
		return "", err
	}
	f, err := d.submitted(it, in)
	if err != nil {
		return "", err
	}
	if f.ReviewDate != "" {
		if _, err := time.Parse("2006-01-02", f.ReviewDate); err != nil {
			return "", refuse("review_date", "Write the review date as 2027-05-31.", "release")
		}
	}
	if err := d.withSubmission(ctx, &c, it, d.Vault.Me(), f, in.Words); err != nil {
		return "", err
	}
	if rs := missing(c); len(rs) > 0 {
		return "", &RefusedError{Reasons: rs}
	}
	done := d.Now().UTC().Truncate(time.Second)
	files, err := d.rendered(ctx, it, done, f, in.Words)
	if err != nil {
		return "", err
	}
	if err := d.inspected(ctx, it, files, &c); err != nil {
		return "", err
	}
	if rs := missing(c); len(rs) > 0 {
		return "", &RefusedError{Reasons: rs}
	}
	pieces, err := d.submissionPieces(f, done, it, in.Words, files)
	if err != nil {
		return "", err
	}
	return f.Release, d.append(ctx, entry.Draft{Kind: entry.ReleaseSubmitted, Item: id, Done: done, Facts: f, Pieces: pieces})
}

func (d *Desk) submitted(it *state.Item, in Submission) (release.Submitted, error) {
	ref, err := d.freshRef("REL")
	if err != nil {
		return release.Submitted{}, err
	}
	f := release.Submitted{Release: d.NewID(), Ref: ref, Recipients: in.Recipients, Basis: in.Basis, Tier: string(in.Tier),
		Action: in.Disposition, ReviewDate: in.ReviewDate, Expires: d.Now().UTC().Truncate(time.Second).Add(d.st.Settings.Duration("release.expiry"))}
	if dr, ok := it.Draft(); ok {
		f.Draft = dr.Entry.ID
	}
	if k, ok := it.Check(); ok {
		f.Check = k.Entry.ID
	}
	if g, ok := it.Grade(); ok {
		f.Graded = g.Entry.ID
	}
	return f, nil
}

func (d *Desk) submissionPieces(f release.Submitted, done time.Time, it *state.Item, w release.CaseWords, files map[string][]byte) ([]entry.Piece, error) {
	m := d.manifest(f, done, it, w, files)
	manifest, err := entry.Encode(m)
	if err != nil {
		return nil, err
	}
	cw, err := piece(release.RoleCase, w)
	if err != nil {
		return nil, err
	}
	signs, err := d.signatures(manifest, files[report.TextFile])
	if err != nil {
		return nil, err
	}
	return append([]entry.Piece{cw,
		{Role: release.RoleManifest, Body: manifest},
		{Role: release.RoleReport, Body: files[report.TextFile]},
		{Role: release.RolePDF, Body: files[report.PDFFile]}}, signs...), nil
}

// signatures are this officer's, by their neutral release key, over manifest
// and report.
func (d *Desk) signatures(manifest, text []byte) ([]entry.Piece, error) {
	m, err := d.Vault.SignRelease(manifest)
	if err != nil {
		return nil, err
	}
	r, err := d.Vault.SignRelease(text)
	if err != nil {
		return nil, err
	}
	return []entry.Piece{{Role: release.RoleSignature, Body: m}, {Role: roleReportSignature, Body: r}}, nil
}

func (d *Desk) manifest(f release.Submitted, done time.Time, it *state.Item, w release.CaseWords, files map[string][]byte) release.Manifest {
	m := release.Manifest{Version: 1, Ref: f.Ref, Release: f.Release, Created: done, Marking: w.MarkingLine, Conditions: w.Conditions,
		ActionOn: w.ActionOn, ReviewDate: f.ReviewDate, Expires: f.Expires, Check: f.Check}
	for _, g := range it.Grades {
		if g.Entry.ID == f.Graded {
			m.Handling = g.Facts.Line()
		}
	}
	if files == nil {
		return m
	}
	for _, name := range []string{report.TextFile, report.PDFFile, report.NoteFile} {
		m.Files = append(m.Files, release.ManifestFile{Name: name, Bytes: int64(len(files[name])), SHA256: sum(files[name])})
	}
	for i, id := range f.Recipients {
		r, _ := d.st.Recipients.Get(id)
		m.Copies = append(m.Copies, release.Copy{No: i + 1, Recipient: id, Fingerprint: r.Fingerprint})
	}
	return m
}
