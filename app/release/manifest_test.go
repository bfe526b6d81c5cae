package release

import (
	"bytes"
	"slices"
	"testing"
	"time"
)

func files() map[string][]byte {
	return map[string][]byte{"report.txt": []byte("text"), "report.pdf": []byte("%PDF")}
}

func manifest() Manifest {
	return Manifest{Version: 1, Ref: "REL-26-0031", Release: "rel", Created: now, Marking: "OFFICIAL", Handling: "P", Expires: now.Add(time.Hour),
		Check: "chk", Files: []ManifestFile{FileOf("report.txt", []byte("text")), FileOf("report.pdf", []byte("%PDF"))},
		Copies: []Copy{{1, "r1", "AA"}, {2, "r2", "BB"}}}
}

func TestManifestVerifiesExactlyItsFiles(t *testing.T) {
	if err := manifest().Verify(files()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(map[string][]byte){
		"missing":   func(f map[string][]byte) { delete(f, "report.pdf") },
		"more":      func(f map[string][]byte) { f["extra.txt"] = nil },
		"changed":   func(f map[string][]byte) { f["report.txt"] = []byte("Text") },
		"truncated": func(f map[string][]byte) { f["report.txt"] = []byte("tex") },
		"renamed":   func(f map[string][]byte) { f["report.doc"] = f["report.pdf"]; delete(f, "report.pdf") },
		"swapped":   func(f map[string][]byte) { f["report.txt"], f["report.pdf"] = f["report.pdf"], f["report.txt"] },
	} {
		f := files()
		change(f)
		if manifest().Verify(f) == nil {
			t.Errorf("%s: verified", name)
		}
	}
}

func TestManifestHasOneEncoding(t *testing.T) {
	b, err := manifest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	m, err := DecodeManifest(b)
	if err != nil || m.Ref != "REL-26-0031" || len(m.Copies) != 2 {
		t.Fatalf("%v %v", m, err)
	}
	again, _ := m.Encode()
	if !bytes.Equal(again, b) || Digest(again) != Digest(b) || len(Digest(b)) != 64 {
		t.Error("encoding is not stable")
	}
	for _, bad := range [][]byte{nil, []byte("{}"), append(slices.Clone(b), ' '), bytes.Replace(b, []byte(`"ref":`), []byte(`"ref" :`), 1),
		bytes.Replace(b, []byte(`"version":1`), []byte(`"version":1,"more":2`), 1)} {
		if _, err := DecodeManifest(bad); err == nil {
			t.Errorf("accepted %.40q", bad)
		}
	}
}

func TestUnsoundManifestsAreNotEncoded(t *testing.T) {
	for name, take := range map[string]func(*Manifest){
		"version":     func(m *Manifest) { m.Version = 2 },
		"ref":         func(m *Manifest) { m.Ref = "" },
		"check":       func(m *Manifest) { m.Check = "" },
		"marking":     func(m *Manifest) { m.Marking = "" },
		"handling":    func(m *Manifest) { m.Handling = "" },
		"expiry":      func(m *Manifest) { m.Expires = m.Created },
		"no files":    func(m *Manifest) { m.Files = nil },
		"no copies":   func(m *Manifest) { m.Copies = nil },
		"path":        func(m *Manifest) { m.Files[0].Name = "../report.txt" },
		"backslash":   func(m *Manifest) { m.Files[0].Name = `a\b` },
		"hidden":      func(m *Manifest) { m.Files[0].Name = ".bashrc" },
		"twice":       func(m *Manifest) { m.Files[1].Name = "report.txt" },
		"hash":        func(m *Manifest) { m.Files[0].SHA256 = "" },
		"copy number": func(m *Manifest) { m.Copies[1].No = 3 },
		"copy twice":  func(m *Manifest) { m.Copies[1].Recipient = "r1" },
		"no key":      func(m *Manifest) { m.Copies[0].Fingerprint = "" },
	} {
		m := manifest()
		take(&m)
		if _, err := m.Encode(); err == nil {
			t.Errorf("%s: encoded", name)
		}
		if m.Verify(files()) == nil {
			t.Errorf("%s: verified", name)
		}
	}
}

func TestBasesHaveStableDistinctCodes(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range Bases() {
		if b.Code == "" || b.Name == "" || b.Words == "" || seen[b.Code] {
			t.Errorf("basis %+v", b)
		}
		seen[b.Code] = true
	}
	if !seen["common_law"] || knownBasis("") {
		t.Error("common law is missing, or nothing is a basis")
	}
}

func FuzzDecodeManifest(f *testing.F) {
	b, err := manifest().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("{}"))
	f.Add([]byte(`{"version":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := DecodeManifest(b)
		if err != nil {
			return
		}
		again, err := m.Encode()
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("accepted bytes that are not the one encoding: %q", b)
		}
	})
}
