package main

import (
	"os"
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
	if os.Getenv("DISPLAY") != "" {
		t.Skip("the display cannot be hidden")
	}
	if code := run(nil); code != misused {
		t.Errorf("exit code %d", code)
	}
}
