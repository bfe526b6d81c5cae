package secret

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

const canary = "correct-horse-canary"

func TestNeverFormatted(t *testing.T) {
	s := Copy([]byte(canary))
	hex := fmt.Sprintf("%x", canary)
	holder := struct{ Key *Bytes }{s}
	var said []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%T", "%p"} {
		said = append(said, fmt.Sprintf(verb, s), fmt.Sprintf(verb, holder))
	}
	j, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "key", s)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "key", s)
	said = append(said, string(j), log.String(), s.String(), s.GoString())
	if _, err := s.MarshalBinary(); err == nil {
		t.Error("marshalled")
	}
	for _, out := range said {
		if strings.Contains(out, canary) || strings.Contains(strings.ToLower(out), hex) {
			t.Errorf("leaked in %q", out)
		}
	}
}

func TestWipeReachesTheOwner(t *testing.T) {
	given := []byte(canary)
	s := Take(given)
	b := s.Expose()
	if !bytes.Equal(given, make([]byte, len(given))) {
		t.Error("bytes left with the giver")
	}
	if s.Len() != len(canary) || !s.Equal(Copy([]byte(canary))) || s.Equal(Copy([]byte("x"))) {
		t.Fatal("not the secret that was taken")
	}
	s.Wipe()
	s.Wipe()
	if !bytes.Equal(b, make([]byte, len(b))) || s.Len() != 0 {
		t.Error("bytes left behind")
	}
}

func TestCopyIsItsOwn(t *testing.T) {
	b := []byte(canary)
	s := Copy(b)
	s.Wipe()
	if string(b) != canary {
		t.Error("wiped the caller's bytes")
	}
}

func TestRandom(t *testing.T) {
	if _, err := Random(strings.NewReader("short"), 32); err == nil {
		t.Error("short randomness accepted")
	}
	s, err := Random(strings.NewReader(strings.Repeat("x", 32)), 32)
	if err != nil || s.Len() != 32 {
		t.Error(s.Len(), err)
	}
	var none *Bytes
	none.Wipe()
	if none.Len() != 0 {
		t.Error("nil is not empty")
	}
}
