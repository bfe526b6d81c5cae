//go:build !linux

package intake

import (
	"os"
	"os/exec"
)

func tether(*exec.Cmd) {}

func watch(*os.Process, int64) (stop func() int64) { return func() int64 { return 0 } }

func cpuEnded(*exec.Cmd) bool { return false }

func killed(cmd *exec.Cmd) bool {
	return cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == 2
}
