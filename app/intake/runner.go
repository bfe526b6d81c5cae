package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
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

	spare func() *child // a child that waits already, or nil
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
	if ctx.Err() != nil {
		return Result{}, Confinement{}, fmt.Errorf("intake: read: %w", ctx.Err())
	}
	req := request{shorten(name, 1000), passphrase, lim, timeout, int64(len(b))}
	timed, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	c, err := r.child(req)
	if err != nil {
		return Result{}, Confinement{}, err
	}
	a, err := c.exchange(timed, b, lim)
	if ctx.Err() != nil {
		return Result{}, Confinement{}, fmt.Errorf("intake: read: %w", ctx.Err())
	}
	if err != nil {
		return lost(b, timed.Err() != nil, timeout, c.cmd), Confinement{}, nil
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

// child is a process that waits for its one file.
type child struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out io.ReadCloser

	peak int64 // the most memory that it was seen to hold, in bytes; 0 when that is not told
}

// child gives a child that has taken the request: a spare one if there is one
// that lives, else one started now.
func (r Runner) child(req request) (*child, error) {
	if r.spare != nil {
		if c := r.spare(); c != nil {
			if writeFrame(c.in, req) == nil {
				return c, nil
			}
			c.end()
		}
	}
	c, err := r.start()
	if err != nil {
		return nil, err
	}
	_ = writeFrame(c.in, req) // a child that is gone already is found out by its answer
	return c, nil
}

func (r Runner) start() (*child, error) {
	if isChild() { // a program that forgot BeChild would start itself without end
		return nil, errors.New("intake: start child: a parsing child starts none")
	}
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
	cmd := exec.Command(exe, args...)
	cmd.Env = []string{}
	cmd.Dir = "/"
	cmd.WaitDelay = 2 * time.Second
	tether(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("intake: start child: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("intake: start child: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("intake: start child: %w", err)
	}
	return &child{cmd: cmd, in: in, out: out}, nil
}

// end ends a child that is not wanted any more.
func (c *child) end() {
	_ = c.cmd.Process.Kill()
	_ = c.in.Close()
	_ = c.cmd.Wait()
}

// exchange sends the file and takes the answer. The child is gone after it.
func (c *child) exchange(ctx context.Context, b []byte, lim Limits) (answer, error) {
	unarm := context.AfterFunc(ctx, func() { _ = c.cmd.Process.Kill() })
	defer unarm()
	stop := watch(c.cmd.Process, lim.Memory+lim.Memory/4+256<<20)
	var sent sync.WaitGroup
	sent.Go(func() { // a child that does not read must not hold us up
		_, _ = io.Copy(c.in, bytes.NewReader(b))
		_ = c.in.Close()
	})
	a, err := readAnswer(io.LimitReader(c.out, answerLimit(lim)), answerLimit(lim))
	if err != nil {
		_ = c.cmd.Process.Kill()
	}
	sent.Wait()
	c.peak = stop()
	if waited := c.cmd.Wait(); err == nil && waited != nil && !errors.Is(waited, exec.ErrWaitDelay) {
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
