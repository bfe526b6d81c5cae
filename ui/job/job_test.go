package job

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// manual is a runner whose goroutines are stepped by the test.
func manual(notice func(Progress)) (*Runner, *[]func()) {
	var queue []func()
	r := NewInline(notice)
	r.start = func(f func()) { queue = append(queue, f) }
	return r, &queue
}

func TestResultArrives(t *testing.T) {
	var seen []Progress
	r := NewInline(func(p Progress) { seen = append(seen, p) })
	var got int
	Run(r, "scan", "job.check", func(_ context.Context, report Report) (int, error) {
		report(1, 2)
		return 7, nil
	}, func(v int, err error) {
		if err != nil {
			t.Error(err)
		}
		got = v
	})
	if got != 7 {
		t.Fatalf("got %d", got)
	}
	if len(seen) != 3 || !seen[0].Running || seen[1].Done != 1 || seen[2].Running {
		t.Errorf("progress told: %+v", seen)
	}
}

func TestNewerDropsOlder(t *testing.T) {
	r, queue := manual(nil)
	var ends []string
	begin := func(name string) {
		Run(r, "search", "job.search", func(ctx context.Context, _ Report) (string, error) {
			return name, ctx.Err()
		}, func(v string, err error) {
			if err != nil {
				t.Errorf("%s: %v", v, err)
			}
			ends = append(ends, v)
		})
	}
	begin("first")
	begin("second")
	for _, f := range *queue {
		f()
	}
	if len(ends) != 1 || ends[0] != "second" {
		t.Fatalf("ends: %v", ends)
	}
}

func TestOlderIsCancelled(t *testing.T) {
	r, queue := manual(nil)
	var older context.Context
	Run(r, "a", "job.check", func(ctx context.Context, _ Report) (int, error) { older = ctx; return 0, nil }, func(int, error) {})
	first := (*queue)[0]
	Run(r, "a", "job.check", func(context.Context, Report) (int, error) { return 0, nil }, func(int, error) {})
	first()
	if !errors.Is(older.Err(), context.Canceled) {
		t.Error("the older job was not cancelled")
	}
}

func TestStopDropsEverything(t *testing.T) {
	r, queue := manual(nil)
	for _, n := range []string{"a", "b"} {
		Run(r, n, "job.check", func(ctx context.Context, _ Report) (int, error) { return 0, ctx.Err() }, func(int, error) {
			t.Error("an end was published after Stop")
		})
	}
	r.Stop()
	if r.Busy("a") || r.Busy("b") {
		t.Error("still busy")
	}
	for _, f := range *queue {
		f()
	}
}

// This package alone may hand work to the window's goroutine.
func TestOnlyFyneDo(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasPrefix(path, "../job") {
			return err
		}
		files++
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && (s.Sel.Name == "Do" || s.Sel.Name == "DoAndWait") {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "fyne" {
					t.Errorf("%s calls fyne.%s", path, s.Sel.Name)
				}
			}
			if g, ok := n.(*ast.GoStmt); ok && !strings.HasSuffix(path, "_test.go") {
				t.Errorf("%s starts a goroutine of its own (%d)", path, g.Pos())
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 5 {
		t.Fatalf("looked at %d files only", files)
	}
}

func TestActsDoNotCancelEachOther(t *testing.T) {
	r, queue := manual(nil)
	ends := 0
	for range 3 {
		Own(r, "record", func(ctx context.Context, _ Report) (int, error) { return 0, ctx.Err() }, func(_ int, err error) {
			if err != nil {
				t.Error(err)
			}
			ends++
		})
	}
	for _, f := range *queue {
		f()
	}
	if ends != 3 {
		t.Errorf("%d of 3 acts ended", ends)
	}
}
