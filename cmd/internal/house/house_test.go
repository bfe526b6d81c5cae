// Package house holds the architecture of the program as a test: which room
// may know of which. The direction is cmd → ui → app → app/*, and storage/vault
// joins app with crypto and storage.
package house

import (
	"os/exec"
	"strings"
	"testing"
)

const tags = "-tags=sqlite_fts5,migrated_fynedo,no_animations"

// never lists what a package must not reach, directly or through others.
var never = []struct{ from, to, why string }{
	{"corridor/app/...", "corridor/ui", "the rules know no screens"},
	{"corridor/app/...", "corridor/storage", "the rules know no storage"},
	{"corridor/app/...", "corridor/crypto", "the rules know no cryptography"},
	{"corridor/app/...", "github.com/ProtonMail/go-crypto", "only crypto/pgp imports go-crypto"},
	{"corridor/app/...", "fyne.io", "the rules know no toolkit"},
	{"corridor/ui/...", "corridor/storage", "the screens reach the vault through the desk"},
	{"corridor/ui/...", "corridor/crypto", "the screens reach the vault through the desk"},
	{"corridor/ui/...", "fyne.io/fyne/v2/app", "screens are tested without cgo and without a display"},
	{"corridor/ui/...", "github.com/mattn/go-sqlite3", "screens are tested without cgo"},
	{"corridor/ui/present", "fyne.io", "presenters are plain Go"},
	{"corridor/storage/sqlite", "corridor/crypto", "the journal store holds ciphertext only"},
	{"corridor/storage/sqlite", "corridor/app", "the journal store knows rows, not acts"},
	{"corridor/storage/...", "corridor/ui", "storage knows no screens"},
	{"corridor/crypto/...", "corridor/storage", "cryptography knows no storage"},
	{"corridor/crypto/...", "corridor/ui", "cryptography knows no screens"},
}

// only lists what just one package may import directly.
var only = []struct{ what, by string }{
	{"github.com/ProtonMail/go-crypto", "corridor/crypto/pgp"},
}

func list(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-buildvcs=false", tags}, args...)...)
	cmd.Dir = "../../.."
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go list %v: %v\n%s", args, err, out)
	}
	return strings.Fields(string(out))
}

func under(pkg, root string) bool { return pkg == root || strings.HasPrefix(pkg, root+"/") }

func TestNobodyReachesWhereTheyMustNot(t *testing.T) {
	for _, n := range never {
		pkgs := list(t, n.from)
		if len(pkgs) == 0 {
			t.Errorf("%s is not in the tree any more: mend this test", n.from)
		}
		for _, dep := range list(t, "-deps", n.from) {
			if under(dep, n.to) && !under(dep, strings.TrimSuffix(n.from, "/...")) {
				t.Errorf("%s reaches %s: %s", n.from, dep, n.why)
			}
		}
	}
}

func TestOneImporterOnly(t *testing.T) {
	for _, o := range only {
		found := false
		for _, line := range list(t, "-f", `{{$p := .ImportPath}}{{range .Imports}}{{$p}}>{{.}} {{end}}`, "./...") {
			from, to, _ := strings.Cut(line, ">")
			if !under(to, o.what) {
				continue
			}
			found = true
			if from != o.by {
				t.Errorf("%s imports %s; only %s may", from, to, o.by)
			}
		}
		if !found {
			t.Errorf("nobody imports %s any more: mend this test", o.what)
		}
	}
}

// TestRulesReadNoClock keeps time and the network out of the rules.
func TestRulesReadNoClock(t *testing.T) {
	for _, dep := range list(t, "-deps", "corridor/app/grade", "corridor/app/release", "corridor/app/threat", "corridor/app/roster", "corridor/app/risk", "corridor/app/sanitise") {
		if dep == "net" || dep == "net/http" || dep == "os/exec" || dep == "database/sql" {
			t.Errorf("a rule reaches %s", dep)
		}
	}
}
