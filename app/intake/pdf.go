package intake

import (
	"errors"
	"slices"
	"strings"

	"corridor/app/intake/pdf"
)

// readPDF is the one place that calls the PDF reader.
func (r *reader) readPDF(in input) found {
	f := found{kind: "pdf"}
	room := min(r.lim.PartBytes*2, r.lim.Expanded-r.expanded)
	d, err := pdf.Read(in.b, r.pass, pdf.Limits{Expanded: room, Text: int(r.lim.TextBytes), Pages: 20000})
	if err != nil {
		f.fail = pdfFailure(err)
		return f
	}
	f.subject = d.Title
	if d.Repaired {
		r.warn("malformed", "the structure of the PDF is broken; it was rebuilt as far as it goes")
	}
	if d.Cut {
		f.partly = "a limit was reached before its end"
		r.warn("damaged-part", "the PDF is larger than the limits allow; only part of it was read")
	}
	slices.Sort(d.Active)
	if len(d.Active) > 0 {
		r.warn("active-content", "the PDF holds actions, not run: %s", strings.Join(limit(d.Active, 5), "; "))
	}
	if len(d.External) > 0 {
		r.warn("external-reference", "the PDF refers to things elsewhere, not fetched: %s", strings.Join(limit(d.External, 5), "; "))
	}
	if d.Updates > 0 {
		r.warn("earlier-revisions", "the file was added to %d times; %d earlier versions say something else and are shown at the end", d.Updates, len(d.Revisions))
	}
	if strings.TrimSpace(d.Text) == "" && d.Shown > 0 {
		r.warn("no-text", "%d pages draw %d glyphs and none says what letter it is: look at the original", d.Pages, d.Shown)
		f.partly = "its glyphs do not say what letter they are"
	} else if strings.TrimSpace(d.Text) == "" {
		r.warn("no-text", "%d pages and no text layer (%d pictures): look at the original", d.Pages, d.Images)
		f.partly = "no text layer"
	} else if d.Unreadable*5 > d.Shown {
		f.partly = "many glyphs do not say what letter they are"
		r.warn("damaged-part", "%d of %d glyphs of the PDF do not say what letter they are; the text is not whole", d.Unreadable, d.Shown)
	}
	if d.Guessed*5 > d.Shown {
		f.partly = "letters were taken from their codes"
		r.warn("damaged-part", "%d of %d glyphs of the PDF are drawings whose letter was taken from their code; compare with the original", d.Guessed, d.Shown)
	}
	if len(d.Info) > 0 {
		r.note("document properties", strings.Join(d.Info, "\n"))
	}
	if lines := described(d.XMP); lines != "" {
		r.note("description", lines)
	}
	r.say(d.Text)
	r.pdfSignatures(in, d)
	r.pdfSides(in, d)
	return f
}

func (r *reader) pdfSides(in input, d pdf.Document) {
	for _, side := range []struct {
		typ, head string
		lines     []string
	}{{"notes", "notes", d.Notes}, {"form-fields", "form fields", d.Fields}, {"bookmarks", "bookmarks", d.Bookmarks}, {"links", "links", d.Links}, {"descriptions", "descriptions of what is shown", d.Described}, {"covered", "drawn, and given out as something else", d.Covered}, {"scripts", "scripts, not run", d.Scripts}} {
		if len(side.lines) > 0 {
			if side.typ != "bookmarks" {
				slices.Sort(side.lines)
			}
			r.view("", "application/x-"+side.typ, "\n["+side.head+"]\n", strings.Join(side.lines, "\n"))
		}
	}
	for _, t := range d.Revisions {
		r.view("earlier revision", "application/x-earlier-revision", "\n[earlier revision]\n", t)
	}
	for _, a := range d.Attachments {
		if a.Lost && len(a.Body) == 0 {
			why := "its bytes cannot be found in the file"
			if a.Sealed {
				why = "encrypted; a passphrase is needed"
				r.warn("password-required", "%s is encrypted: a passphrase is needed", label(a.Name, "an attachment"))
			}
			if p, ok := r.list(a.Name, a.Type, nil); ok {
				r.settle(p, "no", why)
			}
			continue
		}
		r.attach(input{name: a.Name, declared: a.Type, b: a.Body, depth: in.depth + 1})
	}
}

// described gives the values of an XMP packet, name and value a line.
func described(xmp []byte) string {
	if len(xmp) == 0 || checkXML(xmp) != nil {
		return ""
	}
	var lines []string
	for _, kv := range leaves(xmp) {
		lines = append(lines, kv[0]+": "+kv[1])
	}
	return strings.Join(lines, "\n")
}

func pdfFailure(err error) *Failure {
	switch {
	case errors.Is(err, pdf.ErrPassword):
		return &Failure{"password-required", "not read: the PDF is encrypted; a passphrase is needed"}
	case errors.Is(err, pdf.ErrWrongPassword):
		return &Failure{"wrong-passphrase", "not read: the passphrase does not open the PDF"}
	case errors.Is(err, pdf.ErrCipher):
		return &Failure{"unsupported", "not read: the PDF is encrypted in a way that is not supported"}
	case errors.Is(err, pdf.ErrTooBig):
		return &Failure{"bomb", "not read: the PDF expands past the limit"}
	}
	return &Failure{"damaged", "not read: the PDF is too damaged"}
}
