package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"corridor/storage"
)

// TestLogIsLaid: room for acts is written in advance, is no act itself, and is
// given back; what was acknowledged in it is found after a kill.
func TestLogIsLaid(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "journal")
	s, err := Create(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	row := func(p storage.Place) (storage.Batch, error) {
		b := []byte{byte(p.Last)}
		return storage.Batch{Rows: []storage.Row{{Seq: p.Last + 1, Compartment: b, Epoch: 1, Prev: b, BodyHash: b, Hash: b, Tag: b, Body: make([]byte, 3000)}}}, nil
	}
	for range 2000 { // the log is folded many times
		if err := s.Append(context.Background(), row); err != nil {
			t.Fatal(err)
		}
	}
	if i, err := os.Stat(path + "-wal"); err != nil || i.Size() < laidLog || i.Size() > laidLog+1<<20 {
		t.Errorf("the log has %v bytes: %v", i, err)
	}
	killed := filepath.Join(dir, "killed")
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + end)
		if err == nil {
			err = os.WriteFile(killed+end, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		t.Error("the room was not given back")
	}
	for _, p := range []string{path, killed} {
		s, err := Open(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := s.Last(context.Background()); err != nil || n != 2000 {
			t.Errorf("%s ends at %d: %v", p, n, err)
		}
		if err := s.Append(context.Background(), row); err != nil {
			t.Error(err)
		}
		_ = s.Close()
	}
}
