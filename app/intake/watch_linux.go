//go:build linux

package intake

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// tether makes the child die with its parent, in a group of its own.
func tether(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

// watch ends the child when it holds more memory than limit, for systems that
// do not enforce the limit it set on itself. Call stop before waiting for it;
// it gives the most that was seen, in bytes.
func watch(p *os.Process, limit int64) (stop func() int64) {
	done := make(chan struct{})
	peak := int64(0)
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				if peak = max(peak, resident(p.Pid)); peak > limit {
					_ = p.Kill()
					return
				}
			}
		}
	})
	return func() int64 {
		close(done)
		wg.Wait()
		return max(peak, resident(p.Pid))
	}
}

func resident(pid int) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	f := bytes.Fields(b)
	if len(f) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(string(f[1]), 10, 64)
	return pages * int64(os.Getpagesize())
}

func signal(cmd *exec.Cmd) syscall.Signal {
	if cmd.ProcessState == nil {
		return 0
	}
	if w, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		return w.Signal()
	}
	return 0
}

func cpuEnded(cmd *exec.Cmd) bool { return signal(cmd) == syscall.SIGXCPU }

// killed says that the child ran out of memory: it was ended, or its runtime
// gave up with exit code 2 when the system refused it more.
func killed(cmd *exec.Cmd) bool {
	return signal(cmd) == syscall.SIGKILL || cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == 2
}
