package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"corridor/app/intake"
)

// TestMain lets the test binary stand in for the program, and for the child
// that parses files: that child is the same binary again.
func TestMain(m *testing.M) {
	intake.BeChild()
	testscript.Main(m, map[string]func(){
		"corridorctl": func() {
			os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
		},
	})
}

// TestScripts runs the executable specification. Each script names the
// programs of others that it drives; where one is missing it says so.
func TestScripts(t *testing.T) {
	found, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(found) == 0 {
		t.Fatal("no scripts found")
	}
	testscript.Run(t, testscript.Params{
		Files: found,
		Condition: func(cond string) (bool, error) {
			_, err := exec.LookPath(cond)
			return err == nil, nil
		},
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, "gnupg")
			e.Setenv("GNUPGHOME", home)
			e.Setenv("CORRIDOR_VAULT", filepath.Join(e.WorkDir, "unit.corridor"))
			e.Setenv("CORRIDOR_KEYS", filepath.Join(e.WorkDir, "keys"))
			return os.Mkdir(home, 0o700)
		},
	})
}
