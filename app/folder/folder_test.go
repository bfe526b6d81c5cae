package folder

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path, []byte(text), 0o600))
	must(t, os.Chtimes(path, morning, morning))
	return path
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestGatherFollowsNoLinks(t *testing.T) {
	dir := t.TempDir()
	one := write(t, dir, "one.txt", "1")
	write(t, dir, "deep/two.txt", "22")
	write(t, dir, ".hidden", "3")
	must(t, os.Symlink(one, filepath.Join(dir, "deep", "link.txt")))
	list, left, err := Gather([]string{dir, one})
	must(t, err)
	var got []string
	for _, f := range list {
		b, err := f.Open()
		if err != nil || int64(len(b)) != f.Size {
			t.Errorf("%s: %d bytes of %d, %v", f.Name, len(b), f.Size, err)
		}
		got = append(got, f.Name)
	}
	if !slices.Equal(got, []string{filepath.Join("deep", "two.txt"), "one.txt", "one.txt"}) {
		t.Errorf("taken %q", got)
	}
	if !slices.Equal(left, []Left{{".hidden", whyHidden}, {filepath.Join("deep", "link.txt"), whyLink}}) {
		t.Errorf("left %q", left)
	}
	if _, _, err := Gather([]string{filepath.Join(dir, "gone")}); err == nil || filepath.Base(err.Error()) == "gone" {
		t.Errorf("what is not there was gathered, or named: %v", err)
	}
}

func TestLookDoesNotGoDown(t *testing.T) {
	dir := t.TempDir()
	one := write(t, dir, "one.txt", "1")
	write(t, dir, "deep/two.txt", "22")
	must(t, os.Symlink(one, filepath.Join(dir, "link")))
	lying, more, err := Look(dir)
	must(t, err)
	slices.SortFunc(lying, func(a, b Lying) int { return len(a.Name)*100 + int(a.Name[0]) - len(b.Name)*100 - int(b.Name[0]) })
	if more || len(lying) != 3 || lying[0].Kind != Folder || lying[1].Kind != Link || lying[2] != (Lying{"one.txt", 1, lying[2].Changed, Ordinary}) || !lying[2].Changed.Equal(morning) {
		t.Errorf("%+v", lying)
	}
	if _, _, err := Look(filepath.Join(dir, "gone")); err == nil {
		t.Error("what is not there was looked at")
	}
}

// What is read is what was looked at: no link in its place, no other file, and
// nothing that moves. The file itself stays as it was.
func TestAWatchedFileIsReadAsItLay(t *testing.T) {
	for name, c := range map[string]struct {
		change func(t *testing.T, dir, path string)
		ok     bool
	}{
		"as it lay": {func(*testing.T, string, string) {}, true},
		"gone":      {func(t *testing.T, _, path string) { must(t, os.Remove(path)) }, false},
		"longer":    {func(t *testing.T, dir, _ string) { write(t, dir, "a", "12345") }, false},
		"touched": {func(t *testing.T, _, path string) {
			must(t, os.Chtimes(path, morning, morning.Add(time.Second)))
		}, false},
		"a link now": {func(t *testing.T, dir, path string) {
			other := write(t, t.TempDir(), "b", "1234")
			must(t, os.Remove(path))
			must(t, os.Symlink(other, path))
		}, false},
		"a link inside": {func(t *testing.T, dir, path string) {
			write(t, dir, "b", "1234")
			must(t, os.Remove(path))
			must(t, os.Symlink("b", path))
		}, false},
		"a folder now": {func(t *testing.T, _, path string) { must(t, os.Remove(path)); must(t, os.Mkdir(path, 0o700)) }, false},
	} {
		dir := t.TempDir()
		path := write(t, dir, "a", "1234")
		f := In(dir, Lying{"a", 4, morning, Ordinary})
		c.change(t, dir, path)
		b, err := f.Open()
		if (err == nil) != c.ok || c.ok && string(b) != "1234" {
			t.Errorf("%s: %q %v", name, b, err)
		}
	}
}
