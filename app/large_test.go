package app_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
)

// large is a file that is read and not held.
func large(b []byte, size int64) *entry.Source {
	return &entry.Source{Size: size, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
}

// TestLargeFilesAreKeptAndNotRead: byte-exact, with the reason why nothing was
// read, once, and with nothing left of one that breaks off.
func TestLargeFilesAreKeptAndNotRead(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	b := bytes.Repeat([]byte("Intelligence file. "), 300_000)
	in := app.Incoming{Name: "phone.img", Large: large(b, int64(len(b))), SourceType: intel.Intercept, Tier: intel.OfficialSensitive, Receipt: intel.Receipt{Originator: "Download team"}}
	took, err := u.desk.Receive(t.Context(), in)
	must(t, err)
	if took.Read != "no" || took.NotRead == "" || took.Already != "" {
		t.Errorf("%+v", took)
	}
	p, err := u.desk.Open(t.Context(), took.Item)
	must(t, err)
	if p.Stage == "" {
		t.Errorf("%+v", p.Head)
	}
	got, err := u.desk.Original(t.Context(), took.Item)
	if err != nil || !bytes.Equal(got, b) {
		t.Errorf("%d bytes of %d: %v", len(got), len(b), err)
	}
	if again, err := u.desk.Receive(t.Context(), in); err != nil || again.Already != took.Ref {
		t.Errorf("the same again: %+v %v", again, err)
	}
	before := len(u.desk.Inbox())
	in.Large = large(b[:len(b)/2], int64(len(b)))
	if _, err := u.desk.Receive(t.Context(), in); err == nil {
		t.Error("half a file was taken in")
	}
	stop, cancel := context.WithCancel(t.Context())
	in.Large = large(b, int64(len(b)))
	in.Large.Told = func(int64) { cancel() }
	if _, err := u.desk.Receive(stop, in); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if now := len(u.desk.Inbox()); now != before {
		t.Errorf("%d items, %d before", now, before)
	}
	in.Large = large(nil, app.MaxKept+1)
	_, err = u.desk.Receive(t.Context(), in)
	refusedFor(t, err, "size")
}
