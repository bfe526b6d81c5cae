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
	"corridor/app/release"
	"corridor/crypto/pgp"
)

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
