package intake

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

const archived = "The van is due at the yard on Thursday.\n"

// packedBy compresses b by itself.
func packedBy(t testing.TB, kind string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	var err error
	switch kind {
	case "xz":
		w, err = xz.NewWriter(&out)
	case "lzma":
		w, err = lzma.NewWriter(&out)
	case "zstd":
		w, err = zstd.NewWriter(&out)
	default:
		return gzipped(t, b)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err = w.Write(b); err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// rarOf is a RAR archive of the third kind, its one file stored as it is.
func rarOf(name string, body []byte, flags uint16, extra ...byte) []byte {
	block := func(kind byte, flags uint16, fields []byte) []byte {
		b := append([]byte{kind}, binary.LittleEndian.AppendUint16(nil, flags)...)
		b = binary.LittleEndian.AppendUint16(b, uint16(len(fields)+7))
		b = append(b, fields...)
		return append(binary.LittleEndian.AppendUint16(nil, uint16(crc32.ChecksumIEEE(b))), b...)
	}
	f := binary.LittleEndian.AppendUint32(nil, uint32(len(body)))
	f = binary.LittleEndian.AppendUint32(f, uint32(len(body)))
	f = append(f, 3) // written on Unix
	f = binary.LittleEndian.AppendUint32(f, crc32.ChecksumIEEE(body))
	f = append(f, 0, 0, 0, 0, 20, 0x30) // time, version, stored
	f = binary.LittleEndian.AppendUint16(f, uint16(len(name)))
	f = binary.LittleEndian.AppendUint32(f, 0o100644)
	f = append(append(f, name...), extra...)
	b := append([]byte("Rar!\x1a\x07\x00"), block(0x73, 0, make([]byte, 6))...)
	b = append(append(b, block(0x74, 0x8000|flags, f)...), body...)
	return append(b, block(0x7b, 0x4000, nil)...)
}

func sevenzipSample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("sevenzip", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func partOf(res Result, name string) *Part {
	for i := range res.Parts {
		if res.Parts[i].Name == name {
			return &res.Parts[i]
		}
	}
	return nil
}

func TestCompressedFiles(t *testing.T) {
	for kind, file := range map[string]string{"gzip": "note.txt.gz", "xz": "note.txt.xz", "lzma": "note.txt.lzma", "zstd": "note.txt.zst"} {
		b := packedBy(t, kind, []byte(archived))
		res := Read(file, b, "", Limits{})
		if p := partOf(res, "note.txt"); res.Kind != kind || res.Error != nil || p == nil || p.Read != "yes" || p.Text == "" || !strings.Contains(res.Text, "the yard") {
			t.Errorf("%s: %+v", kind, res)
		}
		if kind == "lzma" { // has no sum by which to tell damage
			continue
		}
		if res := Read(file, b[:len(b)-6], "", Limits{}); res.Error == nil {
			t.Errorf("%s cut off was read as whole: %+v", kind, res)
		}
	}
}

func TestArchivesOfManyKinds(t *testing.T) {
	for file, b := range map[string][]byte{"a.7z": sevenzipSample(t, "LZMA.7z"), "a.rar": rarOf("notes/one.txt", []byte(archived), 0), "lies.zip": sevenzipSample(t, "LZMA2.7z")} {
		res := Read(file, b, "", Limits{})
		p := partOf(res, "notes/one.txt")
		if res.Error != nil || p == nil || p.Read != "yes" || p.Body == nil || !strings.Contains(res.Text, "the yard") {
			t.Errorf("%s: %+v %v", file, p, res.Error)
		}
		if warned(res, "not-what-it-says") != strings.HasPrefix(file, "lies") {
			t.Errorf("%s: %v", file, res.Warnings)
		}
	}
	res := Read("a.7z", sevenzipSample(t, "LZMA.7z"), "", Limits{})
	if p := partOf(res, "notes/link"); p == nil || p.Read != "no" || !warned(res, "unsafe-name") || strings.Contains(res.Text, "passwd") {
		t.Errorf("a link: %+v %v", p, res.Warnings)
	}
	res = Read("a.7z", sevenzipSample(t, "PPMd.7z"), "", Limits{})
	if p := partOf(res, "notes/one.txt"); p == nil || p.Read != "no" || !strings.Contains(p.Why, "PPMd") {
		t.Errorf("PPMd: %+v", p)
	}
}

func TestArchivePassphrases(t *testing.T) {
	for _, c := range []struct{ file, pass, class string }{
		{"sealed.7z", "", "password-required"}, {"sealed.7z", "wrong", "wrong-passphrase"}, {"sealed.7z", "drama-2026", ""},
		{"sealed-names.7z", "", "password-required"}, {"sealed-names.7z", "wrong", "wrong-passphrase"}, {"sealed-names.7z", "drama-2026", ""},
	} {
		res := Read(c.file, sevenzipSample(t, c.file), c.pass, Limits{})
		if c.class != "" && !failed(res, c.class) || c.class == "" && (res.Error != nil || !strings.Contains(res.Text, "the yard")) {
			t.Errorf("%s with %q: %v", c.file, c.pass, res.Error)
		}
	}
	sealed := rarOf("one.txt", []byte("0123456789abcdef"), 0x404, 1, 2, 3, 4, 5, 6, 7, 8)
	if res := Read("a.rar", sealed, "", Limits{}); !failed(res, "password-required") || len(res.Parts) != 1 {
		t.Errorf("RAR: %+v", res)
	}
	if res := Read("a.rar", sealed, "wrong", Limits{}); !failed(res, "wrong-passphrase") {
		t.Errorf("RAR with a passphrase: %+v", res.Error)
	}
}

// zipped is a zip file of one entry packed by a method that archive/zip does
// not write.
func zipped(t *testing.T, method uint16, raw, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateRaw(&zip.FileHeader{Name: "one.txt", Method: method, CRC32: crc32.ChecksumIEEE(body), CompressedSize64: uint64(len(raw)), UncompressedSize64: uint64(len(body))})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.Write(raw)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZipMethods(t *testing.T) {
	body := []byte(strings.Repeat(archived, 50))
	bare := packedBy(t, "lzma", body)
	pk := append([]byte{9, 20, 5, 0}, append(bytes.Clone(bare[:5]), bare[13:]...)...)
	for method, raw := range map[uint16][]byte{14: pk, 93: packedBy(t, "zstd", body), 95: packedBy(t, "xz", body)} {
		res := Read("a.zip", zipped(t, method, raw, body), "", Limits{})
		if p := partOf(res, "one.txt"); p == nil || p.Read != "yes" || p.Bytes != int64(len(body)) {
			t.Errorf("method %d: %+v", method, p)
		}
		other := bytes.Clone(body)
		other[0] = 't'
		if p := partOf(Read("a.zip", zipped(t, method, raw, other), "", Limits{}), "one.txt"); p == nil || p.Read == "yes" {
			t.Errorf("method %d: a wrong sum passed: %+v", method, p)
		}
	}
	if p := partOf(Read("a.zip", zipped(t, 98, body, body), "", Limits{}), "one.txt"); p == nil || p.Read != "no" || !strings.Contains(p.Why, "unsupported") {
		t.Errorf("PPMd in a zip: %+v", p)
	}
}

// Names of every archive are made harmless, links and devices are listed and
// not followed, and what a name hides is said.
func TestArchiveNames(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range []tar.Header{
		{Name: "../../etc/passwd", Typeflag: tar.TypeReg, Size: 4}, {Name: "/abs/olute", Typeflag: tar.TypeReg, Size: 4}, {Name: "C:\\x\\y.txt", Typeflag: tar.TypeReg, Size: 4},
		{Name: "nul\x01byte.txt", Typeflag: tar.TypeReg, Size: 4}, {Name: "soft", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, {Name: "hard", Typeflag: tar.TypeLink, Linkname: "../../x"},
		{Name: "tty", Typeflag: tar.TypeChar}, {Name: "pipe", Typeflag: tar.TypeFifo}, {Name: "\u202etxt.exe", Typeflag: tar.TypeReg, Size: 4},
	} {
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			_, _ = w.Write([]byte("text"))
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	res := Read("a.tar", b.Bytes(), "", Limits{})
	if res.Error != nil || len(res.Parts) != 9 || !warned(res, "unsafe-name") {
		t.Fatalf("%v, %d parts", res.Error, len(res.Parts))
	}
	links := 0
	for _, p := range res.Parts {
		if strings.HasPrefix(p.Name, "/") || strings.Contains(p.Name, "..") || strings.ContainsAny(p.Name, "\\:\x00\x01\u202e") {
			t.Errorf("unsafe name %q", p.Name)
		}
		if p.Read == "no" && strings.Contains(p.Why, "not followed") {
			links++
		}
	}
	if links != 4 {
		t.Errorf("%d links and devices, want 4", links)
	}
	rar := Read("a.rar", rarOf("..\\..\\windows\\nul\x00.txt", []byte("text"), 0), "", Limits{})
	if !warned(rar, "unsafe-name") || len(rar.Parts) != 1 || strings.Contains(rar.Parts[0].Name, "..") {
		t.Errorf("RAR: %+v", rar.Parts)
	}
}

// An archive that was written without a mark is known by its sum.
func TestTarWithoutMark(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: "one.txt", Mode: 0o644, Size: int64(len(archived)), Format: tar.FormatUSTAR}); err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write([]byte(archived))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	old := b.Bytes()
	clear(old[257:512])
	sum := 8 * int(' ')
	for i, c := range old[:512] {
		if i < 148 || i >= 156 {
			sum += int(c)
		}
	}
	copy(old[148:156], []byte{byte('0' + sum>>12&7), byte('0' + sum>>9&7), byte('0' + sum>>6&7), byte('0' + sum>>3&7), byte('0' + sum&7), 0, ' ', ' '})
	if res := Read("a.dat", old, "", Limits{}); res.Kind != "tar" || partOf(res, "one.txt") == nil {
		t.Errorf("%s %+v", res.Kind, res.Parts)
	}
	if old[0] = 'O'; isTar(old) {
		t.Error("a header with a wrong sum was taken for one")
	}
}

func TestCompressionBombs(t *testing.T) {
	lim := Limits{PartBytes: 1 << 20, Expanded: 2 << 20}
	for kind, file := range map[string]string{"gzip": "a.gz", "xz": "a.xz", "zstd": "a.zst", "lzma": "a.lzma"} {
		if res := Read(file, packedBy(t, kind, make([]byte, 8<<20)), "", lim); !failed(res, "bomb") {
			t.Errorf("%s: %v", kind, res.Error)
		}
	}
	if res := Read("a.7z", sevenzipSample(t, "zeros.7z"), "", lim); !failed(res, "bomb") || len(res.Parts) != 1 || res.Parts[0].Bytes != 3_000_000 {
		t.Errorf("7z: %v %+v", res.Error, res.Parts)
	}
	if res := Read("a.rar", rarOf("z", make([]byte, 3<<20), 0), "", lim); !failed(res, "bomb") {
		t.Errorf("RAR: %v", res.Error)
	}
	greedy := packedBy(t, "xz", []byte(archived))
	greedy[16] = 40 // a dictionary of 4 GB
	binary.LittleEndian.PutUint32(greedy[20:], crc32.ChecksumIEEE(greedy[12:20]))
	if res := Read("a.xz", greedy, "", lim); !failed(res, "bomb") {
		t.Errorf("a greedy xz: %v % x", res.Error, greedy[12:24])
	}
	greedy = packedBy(t, "lzma", []byte(archived))
	copy(greedy[1:], "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
	if res := Read("a.lzma", greedy, "", lim); !failed(res, "bomb") {
		t.Errorf("a greedy lzma: %v", res.Error)
	}
	lim = Limits{Parts: 2}
	if res := Read("a.7z", sevenzipSample(t, "LZMA.7z"), "", lim); !warned(res, "bomb") || len(res.Parts) > 2 {
		t.Errorf("parts: %v", res.Warnings)
	}
}

func FuzzArchive(f *testing.F) {
	for _, n := range []string{"LZMA.7z", "LZMA2.7z", "BZip2.7z", "Deflate.7z", "sealed-names.7z"} {
		f.Add(sevenzipSample(f, n))
	}
	f.Add(rarOf("a/b.txt", []byte(archived), 0))
	for _, kind := range []string{"gzip", "xz", "lzma", "zstd"} {
		f.Add(packedBy(f, kind, []byte(archived)))
	}
	fuzzKind(f, "a.bin")
}
