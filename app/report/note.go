package report

import (
	"fmt"
	"strings"

	"corridor/app/clock"
	"corridor/app/release"
)

// The names of what leaves, as the recipient has it after decryption. On the
// way each file is encrypted by itself and its name ends in Sealed.
const (
	TextFile     = "report.txt"
	PDFFile      = "report.pdf"
	ManifestFile = "manifest.json"
	NoteFile     = "read-me-first.txt"
	AuthorCert   = "officer-author.asc"
	ApproverCert = "officer-approver.asc"
	Sealed       = ".pgp"
)

// Signature names the detached signature over a file by "author" or "approver".
func Signature(file, who string) string { return file + "." + who + ".asc" }

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
	line("  gpg --decrypt-files *%s", Sealed)
	line("To check that two officers signed it: ask the unit for the fingerprints of their")
	line("release certificates by voice, compare them with what the first line shows, then")
	line("import and verify. Every signature must be good, and by a different one of the two.")
	line("  gpg --show-keys %s %s", AuthorCert, ApproverCert)
	line("  gpg --import %s %s", AuthorCert, ApproverCert)
	for _, file := range []string{ManifestFile, TextFile} {
		for _, who := range []string{"author", "approver"} {
			line("  gpg --verify %s %s", Signature(file, who), file)
		}
	}
	line("(A warning that a key is not certified is to be expected: you compared it by voice.)")
	line("The manifest names each file of the report with its SHA-256. To compare them:")
	line("  gpg --print-md SHA256 %s %s", TextFile, PDFFile)
	line("")
	line("Acknowledge receipt to the unit, quoting the reference. Sent is not received.")
	line("Made %s.", clock.London(m.Created))
	line("")
	line("%s", clean(m.Marking))
	return []byte(b.String())
}
