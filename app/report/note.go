package report

import (
	"fmt"
	"strings"

	"corridor/app/clock"
	"corridor/app/release"
)

// The names of what leaves. PackageFile is encrypted; in it is ArchiveFile,
// which holds the rest.
const (
	PackageFile       = "release.asc"
	ArchiveFile       = "release.zip"
	TextFile          = "report.txt"
	PDFFile           = "report.pdf"
	NoteFile          = "note.txt"
	ManifestFile      = "manifest.json"
	AuthorSignature   = "manifest.author.asc"
	ApproverSignature = "manifest.approver.asc"
)

// Note is the short text that tells a recipient how to open and check what
// they were sent with stock gpg, and what they owe. It says nothing that the
// report does not, and does not look at the manifest's list of files, so that
// it can be one of them.
func Note(r Report, m release.Manifest) []byte {
	var b strings.Builder
	line := func(format string, a ...any) { fmt.Fprintf(&b, format+"\n", a...) }
	line("%s", clean(m.Marking))
	line("")
	line("%s", clean(m.Ref))
	line("Handling: %s", handlingLine(clean(m.Handling)))
	if c := clean(m.Conditions); c != "" {
		line("Conditions: %s", c)
	}
	if a := clean(m.ActionOn); a != "" {
		line("Action on this report: %s", a)
	}
	if d := clean(r.ReviewDate); d != "" {
		line("Review by: %s", date(d))
	}
	line("")
	line("To open what you received:")
	line("  gpg --output %s --decrypt %s", ArchiveFile, PackageFile)
	line("To check that two officers signed it (import their release certificates first,")
	line("and compare the fingerprints by voice):")
	line("  gpg --verify %s %s", AuthorSignature, ManifestFile)
	line("  gpg --verify %s %s", ApproverSignature, ManifestFile)
	line("The manifest names every file with its SHA-256. To compare them:")
	line("  sha256sum *")
	line("")
	line("Acknowledge receipt to the unit, quoting the reference. Sent is not received.")
	line("Made %s.", clock.London(m.Created))
	line("")
	line("%s", clean(m.Marking))
	return []byte(b.String())
}
