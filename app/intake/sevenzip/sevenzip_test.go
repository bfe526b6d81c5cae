package sevenzip

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// all reads every entry: what each holds, or why it was not read.
func all(b []byte, pass string) (map[string]string, map[string]error, error) {
	a, err := Open(b, pass)
	if err != nil {
		return nil, nil, err
	}
	text, bad := map[string]string{}, map[string]error{}
	for {
		e, src, err := a.Next()
		if errors.Is(err, io.EOF) {
			return text, bad, nil
		}
		if err != nil {
			return text, bad, err
		}
		if e.Dir || e.Link {
			continue
		}
		body, err := io.ReadAll(io.LimitReader(src, 8<<20))
		text[e.Name] = string(body)
		if err != nil {
			bad[e.Name] = err
		}
	}
}

// The archives of testdata were made by 7-Zip 22.01.
func TestReadsWhat7ZipWrites(t *testing.T) {
	line := "The van is due at the yard on Thursday.\n"
	for _, name := range []string{"LZMA.7z", "LZMA2.7z", "BZip2.7z", "Deflate.7z", "Copy.7z"} {
		text, bad, err := all(sample(t, name), "")
		if err != nil || len(bad) > 0 || len(text) != 3 {
			t.Fatalf("%s: %v %v %d files", name, err, bad, len(text))
		}
		if text["notes/one.txt"] != strings.Repeat(line, 40) || text["notes/zwei_ü.txt"] != "Naïve café, second note.\n" || text["notes/empty.txt"] != "" {
			t.Errorf("%s: %.80q", name, text)
		}
	}
	if text, bad, err := all(sample(t, "delta.7z"), ""); err != nil || len(bad) > 0 || text["notes/one.txt"] != strings.Repeat(line, 40) {
		t.Errorf("delta: %v %v %.80q", err, bad, text)
	}
	if text, bad, err := all(sample(t, "zeros.7z"), ""); err != nil || len(bad) > 0 || len(text["z"]) != 3_000_000 {
		t.Errorf("zeros: %v %v %d bytes", err, bad, len(text["z"]))
	}
}

func TestListsALinkAndDoesNotFollowIt(t *testing.T) {
	a, err := Open(sample(t, "LZMA2.7z"), "")
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for {
		e, src, err := a.Next()
		if err != nil {
			break
		}
		if _, err := io.Copy(io.Discard, src); err != nil {
			t.Fatal(err)
		}
		if e.Link {
			links++
		}
	}
	if links != 1 {
		t.Errorf("%d links", links)
	}
}

func TestSaysWhatItDoesNotRead(t *testing.T) {
	for name, method := range map[string]string{"PPMd.7z": "PPMd", "bcj.7z": "a filter for machine code"} {
		text, bad, err := all(sample(t, name), "")
		if err != nil || len(bad) == 0 {
			t.Fatalf("%s: %v, %d bad of %d", name, err, len(bad), len(text))
		}
		for file, err := range bad {
			var u *Unsupported
			if !errors.As(err, &u) || u.Method != method {
				t.Errorf("%s: %s: %v", name, file, err)
			}
		}
	}
}

func TestPassphrase(t *testing.T) {
	for _, c := range []struct {
		name, pass string
		want       error
	}{
		{"sealed.7z", "drama-2026", nil}, {"sealed.7z", "", ErrNeedsPassword}, {"sealed.7z", "wrong", ErrWrongPassword},
		{"sealed-names.7z", "drama-2026", nil}, {"sealed-names.7z", "", ErrNeedsPassword}, {"sealed-names.7z", "wrong", ErrWrongPassword},
	} {
		text, bad, err := all(sample(t, c.name), c.pass)
		if err == nil {
			err = bad["notes/one.txt"]
		}
		if !errors.Is(err, c.want) || c.want == nil && !strings.HasPrefix(text["notes/one.txt"], "The van") {
			t.Errorf("%s with %q: %v", c.name, c.pass, err)
		}
	}
}

func TestDamage(t *testing.T) {
	b := sample(t, "LZMA2.7z")
	if _, err := Open(b[:len(b)-9], ""); !errors.Is(err, ErrTruncated) {
		t.Errorf("cut off: %v", err)
	}
	broken := append([]byte(nil), b...)
	broken[40] ^= 0xff // in the packed stream
	if _, bad, err := all(broken, ""); err == nil && len(bad) == 0 {
		t.Error("a changed stream was read as whole")
	}
	for i := range b { // no byte of it, changed, may break the reader
		for _, x := range []byte{0x01, 0x80, 0xff} {
			b[i] ^= x
			_, _, _ = all(b, "")
			_, _, _ = all(sealHead(b), "")
			b[i] ^= x
		}
	}
}

// sealHead makes the sums of the first header and of the directory true again,
// so that what is wrong behind them is reached.
func sealHead(b []byte) []byte {
	b = append([]byte(nil), b...)
	off, size := binary.LittleEndian.Uint64(b[12:]), binary.LittleEndian.Uint64(b[20:])
	if n := uint64(len(b) - 32); off <= n && size <= n-off {
		binary.LittleEndian.PutUint32(b[28:], crc32.ChecksumIEEE(b[32+off:32+off+size]))
	}
	binary.LittleEndian.PutUint32(b[8:], crc32.ChecksumIEEE(b[12:32]))
	return b
}

// A directory of a few bytes must not reserve what it merely claims.
func TestClaimsReserveNothing(t *testing.T) {
	claims := map[string][]byte{
		"files":        {idHeader, idFiles, 0xf0, 0xff, 0xff, 0xff, 0x7f},
		"packed":       {idHeader, idMainStreams, idPack, 0, 0xf0, 0xff, 0xff, 0xff, 0x7f, idSize},
		"folders":      {idHeader, idMainStreams, idUnpack, idFolder, 0xf0, 0xff, 0xff, 0xff, 0x7f, 0},
		"coders":       {idHeader, idMainStreams, idUnpack, idFolder, 1, 0, 0xf0, 0xff, 0xff, 0xff, 0x7f},
		"streams":      {idHeader, idMainStreams, idUnpack, idFolder, 1, 0, 1, 0x11, 0, 32, 33},
		"no directory": {},
	}
	for name, head := range claims {
		b := make([]byte, 32, 64)
		copy(b, "7z\xbc\xaf\x27\x1c\x00\x04")
		binary.LittleEndian.PutUint64(b[20:], uint64(len(head)))
		b = sealHead(append(b, head...))
		allocated := testing.AllocsPerRun(1, func() {
			if _, err := Open(b, ""); err == nil && len(head) > 0 {
				t.Errorf("%s: read as whole", name)
			}
		})
		if allocated > 64 {
			t.Errorf("%s: %v allocations", name, allocated)
		}
	}
}

func FuzzOpen(f *testing.F) {
	names, _ := filepath.Glob(filepath.Join("testdata", "*.7z"))
	for _, n := range names {
		f.Add(sample(f, filepath.Base(n)), "")
	}
	f.Add(sample(f, "sealed.7z"), "drama-2026")
	f.Fuzz(func(t *testing.T, b []byte, pass string) {
		if len(b) >= 32 {
			b = sealHead(b)
		}
		a, err := Open(b, pass)
		if err != nil {
			return
		}
		left := int64(4 << 20)
		for range 100 {
			_, src, err := a.Next()
			if err != nil {
				return
			}
			n, _ := io.Copy(io.Discard, io.LimitReader(src, left))
			if left -= n; left <= 0 {
				return
			}
		}
	})
}
