package secret

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"
)

// lockedKB is how much memory of this process cannot be swapped out.
func lockedKB(t *testing.T) int {
	t.Helper()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "VmLck:" {
			n, err := strconv.Atoi(f[1])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatal("the system does not say how much is locked")
	return 0
}

func TestKeysAreLockedUntilWiped(t *testing.T) {
	before := lockedKB(t)
	s := Copy([]byte(canary))
	if !s.Locked() {
		t.Skip("SKIPPED: this system locks no memory for this user")
	}
	if lockedKB(t) <= before {
		t.Error("nothing more is locked")
	}
	b := s.Expose()
	s.Wipe()
	if lockedKB(t) > before {
		t.Error("still locked")
	}
	if !bytes.Equal(b, make([]byte, len(b))) {
		t.Error("whoever still holds it sees the key")
	}
	if s.Locked() {
		t.Error("nothing is said to be locked")
	}
}

// A secret that fills more than a page, or none at all, is kept like any other.
func TestSizes(t *testing.T) {
	for _, n := range []int{0, 1, 4096, 4097, maxPaged, maxPaged + 1} {
		want := bytes.Repeat([]byte{7}, n)
		s := Copy(want)
		if !bytes.Equal(s.Expose(), want) || s.Len() != n {
			t.Errorf("%d bytes: not what was put in", n)
		}
		if s.Locked() && (n == 0 || n > maxPaged) {
			t.Errorf("%d bytes: locked", n)
		}
		s.Wipe()
		if s.Len() != 0 {
			t.Errorf("%d bytes: left after the wipe", n)
		}
	}
}
