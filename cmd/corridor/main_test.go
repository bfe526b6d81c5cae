package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFlags(t *testing.T) {
	for _, c := range []struct {
		args []string
		ok   bool
		play string
	}{{nil, true, ""}, {[]string{"-play", "screens"}, true, "screens"}, {[]string{"-keys", "k", "-known", "l"}, true, ""}, {[]string{"one", "two"}, false, ""}, {[]string{"-nonsense"}, false, ""}} {
		s, err := parse(c.args)
		if (err == nil) != c.ok || s.play != c.play {
			t.Errorf("%q: %+v, %v", c.args, s, err)
		}
	}
}

func TestWithoutADisplayItSaysSo(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	if code := run(nil); code != misused {
		t.Errorf("exit code %d", code)
	}
}

func TestANewVaultGetsAFreeName(t *testing.T) {
	dir := t.TempDir()
	for _, want := range []string{"unit.corridor", "unit-2.corridor", "unit-3.corridor"} {
		got := free(dir)
		if filepath.Base(got) != want {
			t.Fatalf("%s, want %s", got, want)
		}
		if err := os.WriteFile(got, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
