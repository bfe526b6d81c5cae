package main

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/release"
	"corridor/crypto/pgp"
)

type waitingLine struct {
	Ref       string    `json:"ref"`
	Item      string    `json:"item"`
	Status    string    `json:"status"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Emergency bool      `json:"emergency,omitempty"`
}

func waiting(c *call, d *app.Desk, _ *flag.FlagSet) error {
	for _, r := range d.Waiting() {
		if err := c.out.Encode(waitingLine{r.Ref, r.ItemRef, r.Status, r.SubmittedBy, r.SubmittedAt, r.Emergency}); err != nil {
			return err
		}
	}
	return nil
}

func review(c *call, d *app.Desk, _ *flag.FlagSet) error {
	id, err := c.release(d)
	if err != nil {
		return err
	}
	s, err := d.OpenSubmission(c.ctx, id)
	if err != nil {
		return err
	}
	s.PDF = nil
	return c.out.Encode(s)
}

// approve cites the approver's own views: `review` comes before it.
func approve(c *call, d *app.Desk, _ *flag.FlagSet) error {
	id, err := c.release(d)
	if err != nil {
		return err
	}
	pass, err := firstLine(c.common.passphraseFile)
	if err != nil {
		return err
	}
	defer clear(pass)
	return d.Approve(c.ctx, id, pass)
}

func returnRelease(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.release(d)
	if err != nil {
		return err
	}
	return d.Return(c.ctx, id, get(f, "reason"))
}

func refuseRelease(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.release(d)
	if err != nil {
		return err
	}
	return d.Refuse(c.ctx, id, get(f, "reason"))
}

func sendFlags(f *flag.FlagSet) {
	f.String("to", "", "folder for the packages")
	f.Bool("zip", false, "one .zip for each copy instead of a folder")
}

func sendRelease(c *call, d *app.Desk, f *flag.FlagSet) error {
	to := get(f, "to")
	if to == "" {
		return errUse("say where to: --to DIR")
	}
	id, err := c.release(d)
	if err != nil {
		return err
	}
	packs, err := d.Dispatch(c.ctx, id)
	if err != nil {
		return err
	}
	return c.write(packs, to, get(f, "zip") == "true")
}

// write puts packages on the disk; everything in them is encrypted already.
func (c *call) write(packs []app.Package, to string, asZip bool) error {
	for _, p := range packs {
		name := fmt.Sprintf("%s-copy-%d", p.Ref, p.Copy)
		where := filepath.Join(to, name)
		var err error
		if asZip {
			where += ".zip"
			err = writeZip(where, p)
		} else {
			err = writeFolder(where, p)
		}
		if err != nil {
			return fmt.Errorf("the release is recorded as sent but its files could not be written to %s: %w", to, err)
		}
		err = c.out.Encode(struct {
			Ref  string `json:"ref"`
			Copy int    `json:"copy"`
			Path string `json:"path"`
		}{p.Ref, p.Copy, where})
		if err != nil {
			return err
		}
	}
	return nil
}

func writeFolder(dir string, p app.Package) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for name, b := range p.Files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func writeZip(path string, p app.Package) error {
	var names []string
	for n := range p.Files {
		names = append(names, n)
	}
	sort.Strings(names)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: n, Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := w.Write(p.Files[n]); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
}

// files is a flag that may be given several times.
type files []string

func (f *files) String() string     { return strings.Join(*f, ",") }
func (f *files) Set(s string) error { *f = append(*f, s); return nil }

func verifyFlags(f *flag.FlagSet) {
	str("key: the recipient's secret key file", "passphrase: of that key")(f)
	f.Var(&files{}, "officer", "a release certificate that you trust; give it twice")
}

type verified struct {
	Ref       string   `json:"ref"`
	Files     []string `json:"files"`
	Officers  []string `json:"officers"`
	TwoPeople bool     `json:"two_people"`
	Trusted   bool     `json:"trusted"` // by certificates that were given, not by those in the package
	Expires   string   `json:"expires"`
	Expired   bool     `json:"expired"`  // the authority has run out since
	Unlisted  []string `json:"unlisted"` // files that no officer signed for
}

// verifyRelease checks a package as its recipient would: every file is the one
// in the manifest, and two different officers signed manifest and report.
func verifyRelease(c *call, _ *app.Desk, f *flag.FlagSet) error {
	dir, err := c.arg(0, "the folder of the release")
	if err != nil {
		return err
	}
	got, err := readPackage(dir, get(f, "key"), get(f, "passphrase"))
	if err != nil {
		return err
	}
	manifest, ok := got["manifest.json"]
	if !ok && get(f, "key") == "" {
		return errUse("the package is encrypted: give --key, or decrypt it with gpg first")
	}
	if !ok {
		return fmt.Errorf("%w: no manifest in the package", app.ErrDamaged)
	}
	m, err := release.DecodeManifest(manifest)
	if err != nil {
		return fmt.Errorf("%w: the manifest is not in its one encoding", app.ErrForged)
	}
	named := map[string][]byte{}
	out := verified{Ref: m.Ref, Expires: m.Expires.UTC().Format(time.RFC3339), Expired: time.Now().After(m.Expires), Unlisted: unlisted(got, m)}
	for _, mf := range m.Files {
		named[mf.Name] = got[mf.Name]
		out.Files = append(out.Files, mf.Name)
	}
	if err := m.Verify(named); err != nil {
		return fmt.Errorf("%w: %w", app.ErrForged, err)
	}
	trusted := *f.Lookup("officer").Value.(*files)
	if out.Officers, err = officers(got, trusted); err != nil {
		return err
	}
	out.Trusted = len(trusted) > 0
	out.TwoPeople = len(out.Officers) == 2 && out.Officers[0] != out.Officers[1]
	if !out.TwoPeople {
		return fmt.Errorf("%w: two different officers have to have signed", app.ErrForged)
	}
	if !out.Trusted {
		fmt.Fprintln(c.err, "The certificates are those that came in the package: compare their fingerprints by voice.")
	}
	return c.out.Encode(out)
}

// unlisted are the files of a package that the manifest does not name and that
// are not the signatures and certificates that go with it.
func unlisted(got map[string][]byte, m release.Manifest) []string {
	known := map[string]bool{"manifest.json": true, "officer-author.asc": true, "officer-approver.asc": true}
	for _, f := range m.Files {
		known[f.Name] = true
	}
	for _, who := range []string{"author", "approver"} {
		known["manifest.json."+who+".asc"], known["report.txt."+who+".asc"] = true, true
	}
	out := []string{}
	for name := range got {
		if !known[name] {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out
}

// officers finds, for author and approver, the certificate by which both the
// manifest and the report are signed.
func officers(got map[string][]byte, trusted []string) ([]string, error) {
	var certs [][]byte
	for _, path := range trusted {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, errUse("an officer's certificate could not be read")
		}
		certs = append(certs, b)
	}
	if len(trusted) == 0 {
		certs = [][]byte{got["officer-author.asc"], got["officer-approver.asc"]}
	}
	var out []string
	for _, who := range []string{"author", "approver"} {
		found := ""
		for _, cert := range certs {
			k, err := pgp.ReadCertificate(cert, time.Now())
			if err != nil {
				continue
			}
			if pgp.VerifyDetached(k.Binary, got["manifest.json"], got["manifest.json."+who+".asc"]) == nil &&
				pgp.VerifyDetached(k.Binary, got["report.txt"], got["report.txt."+who+".asc"]) == nil {
				found = k.Fingerprint
			}
		}
		if found == "" {
			return nil, fmt.Errorf("%w: the %s's signatures do not verify", app.ErrForged, who)
		}
		out = append(out, found)
	}
	return out, nil
}

// readPackage reads a folder or a .zip; encrypted files are opened with the key.
func readPackage(path, key, pass string) (map[string][]byte, error) {
	raw := map[string][]byte{}
	if strings.HasSuffix(path, ".zip") {
		z, err := zip.OpenReader(path)
		if err != nil {
			return nil, errUse("the package could not be read")
		}
		defer z.Close()
		for _, f := range z.File {
			b, err := readZipFile(f)
			if err != nil {
				return nil, err
			}
			raw[f.Name] = b
		}
	} else {
		es, err := os.ReadDir(path)
		if err != nil {
			return nil, errUse("the package could not be read")
		}
		for _, e := range es {
			if e.Type().IsRegular() {
				if raw[e.Name()], err = os.ReadFile(filepath.Join(path, e.Name())); err != nil {
					return nil, errUse("a file of the package could not be read")
				}
			}
		}
	}
	out := map[string][]byte{}
	for name, b := range raw {
		if !strings.HasSuffix(name, ".pgp") {
			out[name] = b
			continue
		}
		if key == "" {
			continue
		}
		_, plain, err := decrypted(key, pass, b)
		if err != nil {
			return nil, fmt.Errorf("%w: %s does not open with that key", app.ErrDamaged, name)
		}
		out[strings.TrimSuffix(name, ".pgp")] = plain
	}
	return out, nil
}

// maxPackageFile bounds a file of a package, in bytes.
const maxPackageFile = 256 << 20

func readZipFile(f *zip.File) ([]byte, error) {
	if f.UncompressedSize64 > maxPackageFile {
		return nil, fmt.Errorf("%w: a file of the package is too large", app.ErrDamaged)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: a file of the package does not open", app.ErrDamaged)
	}
	defer r.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		return nil, fmt.Errorf("%w: a file of the package does not open", app.ErrDamaged)
	}
	return b.Bytes(), nil
}

// emergencyIn is what the emergency route reads.
type emergencyIn struct {
	How         string `json:"how"`
	At          string `json:"at"`
	Words       string `json:"words"`
	Recipient   string `json:"recipient"`
	Why         string `json:"why"`
	Unreachable string `json:"unreachable"`
}

func emergency(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.item(d)
	if err != nil {
		return err
	}
	in, err := decode[emergencyIn](c)
	if err != nil {
		return err
	}
	e := app.EmergencyInput{How: in.How, Words: release.EmergencyWords{Words: in.Words, Recipient: in.Recipient, Why: in.Why, Unreachable: in.Unreachable}}
	if in.At != "" {
		if e.At, err = time.Parse(time.RFC3339, in.At); err != nil {
			return errUse("times are written 2026-11-23T09:30:00Z")
		}
	}
	if in.How == release.Sent {
		if e.To, err = recipientNamed(d, in.Recipient); err != nil {
			e.To = entry.ID("none") // the route itself says what to do
		}
	}
	packs, err := d.Emergency(c.ctx, id, e)
	if err != nil {
		return err
	}
	if len(packs) == 0 {
		return nil
	}
	to := get(f, "to")
	if to == "" {
		to = "."
	}
	return c.write(packs, to, false)
}

func signFlags(f *flag.FlagSet) {
	str("reason: what you found")(f)
	f.Bool("no", false, "not endorsed")
}

func emergencySign(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.item(d)
	if err != nil {
		return err
	}
	for _, r := range d.Releases() {
		if r.Item == id && r.Emergency && !r.Signed {
			return d.EmergencySign(c.ctx, id, r.Release, get(f, "no") != "true", get(f, "reason"))
		}
	}
	return app.ErrNoItem
}

func journalFlags(f *flag.FlagSet) {
	str("person: by person id", "kind: of entry", "day: 2026-11-23", "item: by reference", "export: file for an encrypted export", "to: recipient of the export")(f)
	f.Bool("faults", false, "only what is void or faulty")
	f.Bool("reasons", false, "with the reasons of decisions; each shown is a view and is journalled")
}

type journalLine struct {
	Seq   uint64      `json:"seq"`
	At    time.Time   `json:"at"`
	Who   string      `json:"who"`
	Kind  entry.Kind  `json:"kind"`
	Ref   string      `json:"ref,omitempty"`
	Why   string      `json:"why,omitempty"`
	Fault entry.Fault `json:"fault,omitempty"`
}

func journal(c *call, d *app.Desk, f *flag.FlagSet) error {
	jf := app.JournalFilter{Person: person(get(f, "person")), Kind: entry.Kind(get(f, "kind")), Day: get(f, "day"), Faults: get(f, "faults") == "true"}
	if ref := get(f, "item"); ref != "" {
		c.args = []string{ref}
		id, err := c.item(d)
		if err != nil {
			return err
		}
		jf.Item = id
	}
	if path := get(f, "export"); path != "" {
		to, err := recipientNamed(d, get(f, "to"))
		if err != nil {
			return err
		}
		b, err := d.ExportJournal(c.ctx, jf, to)
		if err != nil {
			return err
		}
		return os.WriteFile(path, b, 0o600)
	}
	for _, l := range d.Journal(jf) {
		why := ""
		if get(f, "reasons") == "true" {
			why = d.Reason(c.ctx, l.Seq)
		}
		if err := c.out.Encode(journalLine{l.Seq, l.At, l.Who, l.Kind, l.Ref, why, l.Fault}); err != nil {
			return err
		}
	}
	return nil
}

type verifyOut struct {
	Entries  uint64          `json:"entries"`
	Shut     int             `json:"shut"`
	Head     string          `json:"head"`
	Alarms   []app.AlarmView `json:"alarms"`
	Warnings []string        `json:"warnings"`
}

// verify reads the whole journal again. With an alarm it exits 3.
func verify(c *call, d *app.Desk, _ *flag.FlagSet) error {
	r, err := d.Verify(c.ctx)
	if err != nil {
		return err
	}
	out := verifyOut{r.Entries, r.Shut, r.Head, r.Alarms, d.Status().Warnings}
	if out.Warnings == nil {
		out.Warnings = []string{}
	}
	if out.Alarms == nil {
		out.Alarms = []app.AlarmView{}
	}
	if err := c.out.Encode(out); err != nil {
		return err
	}
	for _, w := range out.Warnings {
		fmt.Fprintln(c.err, "warning:", w)
		if strings.Contains(w, "rollback") {
			err = fmt.Errorf("%w: not the vault that this desk saw last", app.ErrDamaged)
		}
	}
	if len(out.Alarms) > 0 {
		return fmt.Errorf("%w: %d entries without effect or not as written", app.ErrForged, len(out.Alarms))
	}
	return err
}
