package sqlite

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corridor/storage"
	"corridor/storage/storagetest"
)

func fresh(t *testing.T) (storage.Store, func() storage.Store) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a name with ? # % and ünicode.vault")
	s, err := Create(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	now := s
	t.Cleanup(func() { _ = now.Close() })
	return s, func() storage.Store {
		if err := now.Close(); err != nil {
			t.Fatal(err)
		}
		if now, err = Open(context.Background(), path); err != nil {
			t.Fatal(err)
		}
		return now
	}
}

func TestContract(t *testing.T) { storagetest.Run(t, fresh) }

// TestPragmas: each holds on the connection in use, not on some other one.
func TestPragmas(t *testing.T) {
	s, again := fresh(t)
	for range 2 {
		db := s.(*Store).db
		for name, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "temp_store": "2",
			"cell_size_check": "1", "trusted_schema": "0", "busy_timeout": "5000",
		} {
			var got string
			if err := db.QueryRow("PRAGMA " + name).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %q, want %q (%v)", name, got, want, err)
			}
		}
		if n := db.Stats().MaxOpenConnections; n != 1 {
			t.Errorf("%d connections", n)
		}
		s = again()
	}
}

func TestFilesAreTheOwnersOnly(t *testing.T) {
	dir := t.TempDir()
	s, err := Create(context.Background(), filepath.Join(dir, "v"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	fs, err := os.ReadDir(dir)
	if err != nil || len(fs) < 2 {
		t.Fatal(fs, err)
	}
	for _, f := range fs {
		i, err := f.Info()
		if err != nil || i.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", f.Name(), i.Mode(), err)
		}
	}
}

func TestOpenSaysNo(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	if _, err := Open(ctx, filepath.Join(dir, "none")); !errors.Is(err, storage.ErrNone) {
		t.Error(err)
	}
	for name, b := range map[string][]byte{"text": []byte(strings.Repeat("not a database ", 100)), "short": []byte("x")} {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(ctx, p); err == nil {
			t.Errorf("%s opened", name)
		}
		if _, err := Create(ctx, p); !errors.Is(err, storage.ErrExists) {
			t.Errorf("%s: created over it: %v", name, err)
		}
		if after, _ := os.ReadFile(p); !bytes.Equal(after, b) {
			t.Errorf("%s was changed by opening", name)
		}
	}
	for other, want := range map[string]error{"corridor vault 1": storage.ErrVersion, "corridor vault 3": storage.ErrVersion, "corridor vault 10": storage.ErrVersion,
		"corridor vault ": storage.ErrFormat, "corridor vault x": storage.ErrFormat, "": storage.ErrFormat} {
		p := filepath.Join(dir, "other"+other)
		s, err := Create(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SetMeta(ctx, "format", []byte(other)); err != nil {
			t.Fatal(err)
		}
		_ = s.Close()
		if _, err := Open(ctx, p); !errors.Is(err, want) {
			t.Errorf("format %q: %v", other, err)
		}
	}
}

// TestDestroyedBytesAreGone: not in the file, not in the write-ahead log.
func TestDestroyedBytesAreGone(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "v")
	s, err := Create(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	canary := bytes.Repeat([]byte("CANARY-KEY-"), 4)
	body := bytes.Repeat([]byte("CANARY-BODY-"), 1000)
	id := bytes.Repeat([]byte{1}, 16)
	err = s.Append(ctx, func(storage.Place) (storage.Batch, error) {
		return storage.Batch{
			Parts: []storage.Part{{ID: id, BodyHash: id, Body: body}},
			Keys:  []storage.ContentKey{{ID: id, Compartment: id, Epoch: 1, Packet: canary}},
		}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := found(t, path, "CANARY-"); n == 0 {
		t.Fatal("the search cannot find what is there")
	}
	if err := s.Destroy(ctx, [][]byte{id}); err != nil {
		t.Fatal(err)
	}
	if n := found(t, path, "CANARY-"); n != 0 {
		t.Errorf("%d traces left", n)
	}
}

func found(t *testing.T, path, what string) (n int) {
	t.Helper()
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		b, err := os.ReadFile(path + suffix)
		if err == nil {
			n += bytes.Count(b, []byte(what))
		}
	}
	return n
}

// TestLengthsAreCapped: a huge value in any column does not reach the memory.
func TestLengthsAreCapped(t *testing.T) {
	s, _ := fresh(t)
	ctx := context.Background()
	db := s.(*Store).db
	for _, q := range []string{
		"INSERT INTO row VALUES(1,zeroblob(20000000),1,zeroblob(20000000),zeroblob(9),zeroblob(9),zeroblob(20000000),zeroblob(20000000))",
		"INSERT INTO content VALUES(x'01',0,zeroblob(20000000),zeroblob(20000000))",
		"INSERT INTO content_key VALUES(x'01',zeroblob(20000000),1,zeroblob(20000000))",
		"INSERT INTO epoch_grant VALUES(x'01',1,zeroblob(20000000))",
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := s.Rows(ctx, 0, 10)
	if err != nil || len(rows) != 1 || len(rows[0].Compartment) > 64 || len(rows[0].Tag) > 64 || len(rows[0].Body) != 0 {
		t.Errorf("row: %v", err)
	}
	p, err := s.Part(ctx, []byte{1}, 0)
	if err != nil || len(p.Body) != 0 || p.Body == nil || len(p.BodyHash) > 64 {
		t.Errorf("part: %d bytes, nil %v, %v", len(p.Body), p.Body == nil, err)
	}
	k, err := s.ContentKey(ctx, []byte{1})
	if err != nil || len(k.Packet) > 65536 || len(k.Compartment) > 64 {
		t.Errorf("key: %v", err)
	}
	gs, err := s.Grants(ctx, []byte{1})
	if err != nil || len(gs) != 1 || len(gs[0].Packet) > 65536 {
		t.Errorf("grants: %v", err)
	}
}
