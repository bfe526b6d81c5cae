package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"corridor/app/entry"
	"corridor/assets"
)

// uses walks the Go files of the desktop for calls of T, Of, Has and Count.
func uses(t *testing.T) (keys, families, counts map[string]bool) {
	t.Helper()
	keys, families, counts = map[string]bool{}, map[string]bool{}, map[string]bool{}
	files := 0
	for _, root := range []string{"..", "../../cmd/corridor"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files++
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) == 0 {
					return true
				}
				sel, ok := call.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if x, ok := sel.X.(*ast.Ident); !ok || x.Name != "words" {
					return true
				}
				lit, ok := call.Args[0].(*ast.BasicLit)
				if !ok {
					t.Errorf("%s: words.%s with a key that is no literal", path, sel.Sel.Name)
					return true
				}
				key, _ := strconv.Unquote(lit.Value)
				switch sel.Sel.Name {
				case "T", "Has":
					keys[key] = true
				case "Of":
					families[key] = true
				case "Count":
					counts[key] = true
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 10 {
		t.Fatalf("looked at %d files only", files)
	}
	return keys, families, counts
}

func TestFileIsSound(t *testing.T) {
	m, bad := parse(assets.Words())
	for _, line := range bad {
		t.Errorf("not a fresh key and its text: %q", line)
	}
	if len(m) < 100 {
		t.Fatalf("only %d texts", len(m))
	}
}

func TestEveryKeyUsedHasText(t *testing.T) {
	keys, families, counts := uses(t)
	if len(keys) == 0 {
		t.Fatal("no key is used")
	}
	for k := range keys {
		if !Has(k) {
			t.Errorf("no text for %q", k)
		}
	}
	for k := range counts {
		for _, n := range []string{".none", ".one", ".many"} {
			if !Has(k + n) {
				t.Errorf("no text for %q", k+n)
			}
		}
	}
	for f := range families {
		found := false
		for k := range table() {
			found = found || strings.HasPrefix(k, f+".")
		}
		if !found {
			t.Errorf("no text in family %q", f)
		}
	}
}

func TestNoTextIsOrphaned(t *testing.T) {
	keys, families, counts := uses(t)
	for k := range table() {
		if keys[k] {
			continue
		}
		family, last := k, ""
		if i := strings.LastIndex(k, "."); i > 0 {
			family, last = k[:i], k[i+1:]
		}
		if counts[family] && (last == "none" || last == "one" || last == "many") {
			continue
		}
		used := false
		for f := range families {
			used = used || strings.HasPrefix(k, f+".")
		}
		if !used {
			t.Errorf("text %q is used nowhere", k)
		}
	}
}

func TestEveryKindHasWords(t *testing.T) {
	for _, k := range entry.Known() {
		if !Has("kind." + string(k)) {
			t.Errorf("no words for kind %s", k)
		}
	}
}

func TestVerbsAgree(t *testing.T) {
	if got := T("no.such.key"); got != "«no.such.key»" {
		t.Errorf("missing key shown as %q", got)
	}
	for k, text := range table() {
		if strings.Contains(text, "%!") {
			t.Errorf("%s: %q", k, text)
		}
	}
}
