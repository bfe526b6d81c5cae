package frame

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"corridor/app/entry"
)

func fullEntry() entry.Entry {
	e := sampleEntry()
	e.Item, e.Must = "33333333-3333-4333-8333-333333333333", true
	e.Contents = []entry.Content{{ID: vaultB, Role: "original", SHA256: strings.Repeat("0a", 32), Size: 1 << 40}, {ID: vaultA, SHA256: strings.Repeat("ff", 32)}}
	return e
}

// TestEntryIsWrittenAsDocumented: the format outlives the program, so the bytes
// stand here. They were put together by hand from crypto/doc.go.
func TestEntryIsWrittenAsDocumented(t *testing.T) {
	b, err := EncodeEntry(fullEntry())
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"11111111111141118111111111111111", "0000000000000007", strings.Repeat("01", 32), "aaaaaaaaaaaa4aaa8aaaaaaaaaaaaaaa", "00000002",
		"22222222222242228222222222222222", "33333333333343338333333333333333", "01", "000000006553f101", "00000000", "000000006553f102", "00000005",
		"0b", hex.EncodeToString([]byte("search.made")), "03", hex.EncodeToString([]byte("p-1")), "0000000b", hex.EncodeToString([]byte(`{"a":"<&>"}`)),
		"0002", "22222222222242228222222222222222", strings.Repeat("0a", 32), "0000010000000000", "08", hex.EncodeToString([]byte("original")),
		"11111111111141118111111111111111", strings.Repeat("ff", 32), "0000000000000000", "00",
	}, "")
	if got := hex.EncodeToString(b); got != want {
		t.Errorf("written\n%s, want\n%s", got, want)
	}
}

func TestEntryReadsAsItWasWritten(t *testing.T) {
	for name, change := range map[string]func(*entry.Entry){
		"full":                func(*entry.Entry) {},
		"about the unit":      func(e *entry.Entry) { e.Item = "" },
		"no contents":         func(e *entry.Entry) { e.Contents = []entry.Content{} },
		"the first year":      func(e *entry.Entry) { e.Done = time.Time{} },
		"before 1970":         func(e *entry.Entry) { e.Done = time.Date(1969, 12, 31, 23, 59, 59, 999999999, time.UTC) },
		"letters beyond ours": func(e *entry.Entry) { e.Facts = []byte("{\"a\":\"R\u00f3is\u00edn \u2028\"}") },
	} {
		e := fullEntry()
		change(&e)
		b, err := EncodeEntry(e)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := DecodeEntry(b)
		if err != nil || !reflect.DeepEqual(got, e) {
			t.Errorf("%s: read %+v, written %+v: %v", name, got, e, err)
		}
		if _, err := entry.Encode(got); err != nil {
			t.Errorf("%s: does not print: %v", name, err)
		}
	}
}

// TestWhatHasNoFormIsRefused: nothing is written that would read as another
// entry, or not at all.
func TestWhatHasNoFormIsRefused(t *testing.T) {
	for name, change := range map[string]func(*entry.Entry){
		"vault":              func(e *entry.Entry) { e.Vault = "" },
		"compartment":        func(e *entry.Entry) { e.Compartment = "common" },
		"id in capitals":     func(e *entry.Entry) { e.ID = "AAAAAAAA-AAAA-4AAA-8AAA-AAAAAAAAAAAA" },
		"item of zeros":      func(e *entry.Entry) { e.Item = "00000000-0000-0000-0000-000000000000" },
		"item":               func(e *entry.Entry) { e.Item = "item" },
		"prev cut":           func(e *entry.Entry) { e.Prev = e.Prev[2:] },
		"prev in capitals":   func(e *entry.Entry) { e.Prev = strings.Repeat("0A", 32) },
		"no prev":            func(e *entry.Entry) { e.Prev = "" },
		"kind too long":      func(e *entry.Entry) { e.Kind = entry.Kind(strings.Repeat("k", 256)) },
		"author not UTF-8":   func(e *entry.Entry) { e.Author = "p-\xff" },
		"year of five":       func(e *entry.Entry) { e.Recorded = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"no facts":           func(e *entry.Entry) { e.Facts = nil },
		"facts of two":       func(e *entry.Entry) { e.Facts = []byte("{}{}") },
		"facts with a space": func(e *entry.Entry) { e.Facts = []byte(`{"a": 1}`) },
		"facts in a list":    func(e *entry.Entry) { e.Facts = []byte("[]") },
		"facts not UTF-8":    func(e *entry.Entry) { e.Facts = []byte("{\"a\":\"\xff\"}") },
		"digest cut":         func(e *entry.Entry) { e.Contents[0].SHA256 = "0a" },
		"content without id": func(e *entry.Entry) { e.Contents[0].ID = "" },
		"less than nothing":  func(e *entry.Entry) { e.Contents[0].Size = -1 },
		"role too long":      func(e *entry.Entry) { e.Contents[0].Role = strings.Repeat("r", 256) },
		"too many contents":  func(e *entry.Entry) { e.Contents = make([]entry.Content, 1<<16) },
	} {
		e := fullEntry()
		change(&e)
		if b, err := EncodeEntry(e); !errors.Is(err, entry.ErrStrict) {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
	}
}

// TestEveryByteOfAnEntryCounts: no other bytes read as the same entry, and no
// length is believed that the bytes do not bear out.
func TestEveryByteOfAnEntryCounts(t *testing.T) {
	b, err := EncodeEntry(fullEntry())
	if err != nil {
		t.Fatal(err)
	}
	for i := range b {
		if _, err := DecodeEntry(b[:i]); !errors.Is(err, entry.ErrStrict) {
			t.Errorf("cut to %d bytes: %v", i, err)
		}
		for bit := range 8 {
			c := bytes.Clone(b)
			c[i] ^= 1 << bit
			if e, err := DecodeEntry(c); err == nil && reflect.DeepEqual(e, fullEntry()) {
				t.Errorf("byte %d, bit %d does not count", i, bit)
			}
		}
	}
	if _, err := DecodeEntry(append(bytes.Clone(b), 0)); !errors.Is(err, entry.ErrStrict) {
		t.Error("a byte behind it")
	}
}

// FuzzDecodeEntry: whatever is read is written as the same bytes, and prints.
func FuzzDecodeEntry(f *testing.F) {
	for _, e := range []entry.Entry{sampleEntry(), fullEntry()} {
		b, err := EncodeEntry(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := DecodeEntry(b)
		if err != nil {
			return
		}
		again, err := EncodeEntry(e)
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("read, and written as\n%x: %v", again, err)
		}
		if text, err := entry.Encode(e); err != nil || !json.Valid(text) {
			t.Fatalf("does not print: %v", err)
		}
	})
}
