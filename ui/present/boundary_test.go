package present

import (
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// Presenters are plain Go: no widget, no storage, no key.
func TestImportsNoFyne(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") {
			continue
		}
		seen++
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range parsed.Imports {
			path, _ := strconv.Unquote(imp.Path.Value)
			for _, no := range []string{"fyne.io/", "corridor/storage", "corridor/crypto", "corridor/ui/part", "corridor/ui/page"} {
				if strings.HasPrefix(path, no) {
					t.Errorf("%s imports %s", f.Name(), path)
				}
			}
		}
	}
	if seen < 5 {
		t.Fatalf("looked at %d files only", seen)
	}
}
