package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// DefaultTimeout is how long one file may take before its child is ended.
const DefaultTimeout = 60 * time.Second

// Runner reads files in a child process: the same binary, started with
// ChildArg, an empty environment, no keys, and pipes as its only way out.
// Ending the child loses only that parse. The zero Runner works.
type Runner struct {
	Exe     string        // the program; this one when empty
	Args    []string      // its arguments; ChildArg when empty
	Timeout time.Duration // of wall time for one file; DefaultTimeout when 0
	Limits  Limits        // zero fields take their defaults
}

// Read reads one file in a child. A file that kills, stalls or fattens its
// child gives a Result that says so and no error; err means that no child
// could be had, or that ctx ended.
func (r Runner) Read(ctx context.Context, name string, b []byte, passphrase string) (Result, error) {
	res, _, err := r.read(ctx, name, b, passphrase)
	return res, err
}

// Probe starts a child on nothing and says what it was denied.
func (r Runner) Probe(ctx context.Context) (Confinement, error) {
	_, c, err := r.read(ctx, "probe.txt", []byte("probe"), "")
	return c, err
}

func (r Runner) read(ctx context.Context, name string, b []byte, passphrase string) (Result, Confinement, error) {
	lim := r.Limits.orDefault()
	if int64(len(b)) > lim.Bytes {
		return Read(name, b, passphrase, lim), Confinement{}, nil
	}
	timeout := r.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	timed, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	cmd, err := r.command(timed)
	if err != nil {
		return Result{}, Confinement{}, err
	}
	a, err := r.exchange(cmd, name, b, passphrase, lim, timeout)
	if ctx.Err() != nil {
		return Result{}, Confinement{}, fmt.Errorf("intake: read: %w", ctx.Err())
	}
	var start *startError
	if errors.As(err, &start) {
		return Result{}, Confinement{}, fmt.Errorf("intake: start child: %w", start.err)
	}
	if err != nil {
		return lost(b, timed.Err() != nil, timeout, cmd), Confinement{}, nil
	}
	a.Result.SHA256 = digest(b) // the parent's own word, not the child's
	if a.Result.Parts == nil {
		a.Result.Parts = []Part{}
	}
	if a.Result.Warnings == nil {
		a.Result.Warnings = []Warning{}
	}
	return a.Result, a.Confined, nil
}

func (r Runner) command(ctx context.Context) (*exec.Cmd, error) {
	exe := r.Exe
	if exe == "" {
		self, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("intake: start child: %w", err)
		}
		exe = self
	}
	args := r.Args
	if len(args) == 0 {
		args = []string{ChildArg}
	}
	cmd := exec.CommandContext(ctx, exe, args...)
	cmd.Env = []string{}
	cmd.Dir = "/"
	cmd.WaitDelay = 2 * time.Second
	tether(cmd)
	return cmd, nil
}

type startError struct{ err error }

func (e *startError) Error() string { return e.err.Error() }

func (r Runner) exchange(cmd *exec.Cmd, name string, b []byte, passphrase string, lim Limits, timeout time.Duration) (answer, error) {
	var head bytes.Buffer
	if err := writeFrame(&head, request{shorten(name, 1000), passphrase, lim, timeout, int64(len(b))}); err != nil {
		return answer{}, &startError{err}
	}
	cmd.Stdin = io.MultiReader(&head, bytes.NewReader(b))
	out, err := cmd.StdoutPipe()
	if err != nil {
		return answer{}, &startError{err}
	}
	if err := cmd.Start(); err != nil {
		return answer{}, &startError{err}
	}
	stop := watch(cmd.Process, lim.Memory+lim.Memory/4+256<<20)
	a, err := readAnswer(io.LimitReader(out, answerLimit(lim)), answerLimit(lim))
	if err != nil {
		_ = cmd.Process.Kill()
	}
	stop()
	if waited := cmd.Wait(); err == nil && waited != nil && !errors.Is(waited, exec.ErrWaitDelay) {
		err = waited
	}
	return a, err
}

func answerLimit(lim Limits) int64 { return lim.TextBytes*8 + int64(lim.Parts)*4096 + 2*maxSent }

// lost is the result of a file whose child did not live to answer.
func lost(b []byte, timedOut bool, timeout time.Duration, cmd *exec.Cmd) Result {
	res := Result{SHA256: digest(b), Kind: "unknown", Parts: []Part{}, Warnings: []Warning{}}
	if kind := sniffMagic(b); kind != "" {
		res.Kind = kind
	}
	switch {
	case timedOut || cpuEnded(cmd):
		res.Error = &Failure{"bomb", fmt.Sprintf("not read: it took longer than %v", timeout)}
	case killed(cmd):
		res.Error = &Failure{"bomb", "not read: it needed more memory than allowed"}
	default:
		res.Error = &Failure{"damaged", "not read: the content ended the process that read it"}
	}
	return res
}
