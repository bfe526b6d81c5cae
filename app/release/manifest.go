package release

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"corridor/app/entry"
)

// ManifestVersion is the version of the manifest that this program writes.
const ManifestVersion = 1

// Encode gives the one encoding of a manifest: the bytes that both officers
// sign.
func (m Manifest) Encode() ([]byte, error) {
	if err := m.sound(); err != nil {
		return nil, err
	}
	return entry.Encode(m)
}

// DecodeManifest reads a manifest in its one encoding and refuses any other.
func DecodeManifest(b []byte) (Manifest, error) {
	m, err := entry.Decode[Manifest](b)
	if err != nil {
		return Manifest{}, fmt.Errorf("manifest: %w", err)
	}
	return m, m.sound()
}

// Digest is the hex SHA-256 of an encoded manifest: what an approval names.
func Digest(encoded []byte) string {
	sum := sha256.Sum256(encoded)
	return hex.EncodeToString(sum[:])
}

// FileOf names a rendered file by its size and hash.
func FileOf(name string, body []byte) ManifestFile {
	return ManifestFile{Name: name, Bytes: int64(len(body)), SHA256: Digest(body)}
}

// Verify reports nil if files are exactly those that the manifest names: none
// missing, none more, every byte the same.
func (m Manifest) Verify(files map[string][]byte) error {
	if err := m.sound(); err != nil {
		return err
	}
	if len(files) != len(m.Files) {
		return fmt.Errorf("manifest %s: names %d files, there are %d", m.Ref, len(m.Files), len(files))
	}
	for _, f := range m.Files {
		body, ok := files[f.Name]
		if !ok {
			return fmt.Errorf("manifest %s: a file is missing", m.Ref)
		}
		if FileOf(f.Name, body) != f {
			return fmt.Errorf("manifest %s: a file is not the one that was signed", m.Ref)
		}
	}
	return nil
}

// sound reports what would make a manifest ambiguous or empty.
func (m Manifest) sound() error {
	bad := func(why string) error { return fmt.Errorf("manifest %s: %s", m.Ref, why) }
	switch {
	case m.Version != ManifestVersion:
		return bad("unknown version")
	case m.Ref == "" || m.Release == "" || m.Check == "" || m.Marking == "" || m.Handling == "":
		return bad("reference, release, check, marking or handling is missing")
	case m.Created.IsZero() || !m.Expires.After(m.Created):
		return bad("expires before it was made")
	case len(m.Files) == 0 || len(m.Copies) == 0:
		return bad("no files or no copies")
	}
	if err := soundFiles(m.Files); err != nil {
		return bad(err.Error())
	}
	if err := soundCopies(m.Copies); err != nil {
		return bad(err.Error())
	}
	return nil
}

func soundFiles(files []ManifestFile) error {
	for i, f := range files {
		again := slices.ContainsFunc(files[:i], func(g ManifestFile) bool { return g.Name == f.Name })
		if f.Name == "" || strings.ContainsAny(f.Name, "/\\\x00") || strings.HasPrefix(f.Name, ".") || again {
			return fmt.Errorf("a file name is missing, unsafe or used twice")
		}
		if len(f.SHA256) != 64 || f.Bytes < 0 {
			return fmt.Errorf("a file has no hash")
		}
	}
	return nil
}

func soundCopies(copies []Copy) error {
	for i, c := range copies {
		again := slices.ContainsFunc(copies[:i], func(d Copy) bool { return d.Recipient == c.Recipient })
		if c.No != i+1 || c.Recipient == "" || c.Fingerprint == "" || again {
			return fmt.Errorf("copies are numbered from 1, one for each recipient and key")
		}
	}
	return nil
}
