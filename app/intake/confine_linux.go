//go:build linux && (amd64 || arm64)

package intake

import (
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// confine denies this process, for the rest of its life, more memory and time
// than given, and every system call but those that computing needs: no file
// can be opened, no socket made, no program started.
func confine(memory int64, timeout time.Duration) Confinement {
	var c Confinement
	c.Memory = limitTo(unix.RLIMIT_DATA, uint64(memory)+256<<20) && limitTo(unix.RLIMIT_AS, uint64(memory)*4+4<<30)
	seconds := uint64(timeout/time.Second) + 2
	c.CPU = timeout > 0 && limitTo(unix.RLIMIT_CPU, seconds)
	limitTo(unix.RLIMIT_FSIZE, 0)
	limitTo(unix.RLIMIT_CORE, 0)
	limitTo(unix.RLIMIT_NOFILE, 16)
	if err := filter(); err != nil {
		c.Why = "the system refuses a call filter: " + err.Error()
		return c
	}
	c.Files, c.Network = true, true
	return c
}

func limitTo(what int, n uint64) bool {
	return unix.Setrlimit(what, &unix.Rlimit{Cur: n, Max: n}) == nil
}

// allowed are the calls that the Go runtime and reading and writing the pipe
// make. Everything else is answered with "not permitted".
func allowed() []uint32 {
	calls := []uint32{
		unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_CLOSE, unix.SYS_FSTAT, unix.SYS_LSEEK, unix.SYS_FCNTL,
		unix.SYS_FUTEX, unix.SYS_MMAP, unix.SYS_MUNMAP, unix.SYS_MREMAP, unix.SYS_MPROTECT, unix.SYS_MADVISE, unix.SYS_BRK, unix.SYS_MINCORE,
		unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_CLOCK_GETTIME, unix.SYS_GETTIMEOFDAY, unix.SYS_SCHED_YIELD, unix.SYS_SCHED_GETAFFINITY,
		unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK, unix.SYS_TGKILL, unix.SYS_GETPID, unix.SYS_GETTID,
		unix.SYS_EXIT, unix.SYS_EXIT_GROUP, unix.SYS_EPOLL_CREATE1, unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_PWAIT, unix.SYS_EVENTFD2, unix.SYS_PIPE2,
		unix.SYS_TIMER_CREATE, unix.SYS_TIMER_SETTIME, unix.SYS_TIMER_DELETE, unix.SYS_SETITIMER, unix.SYS_SET_ROBUST_LIST, unix.SYS_RSEQ,
		unix.SYS_GETRANDOM, unix.SYS_RESTART_SYSCALL, unix.SYS_GETRLIMIT, unix.SYS_PRLIMIT64, unix.SYS_SET_TID_ADDRESS, unix.SYS_MEMBARRIER,
	}
	return append(calls, allowedHere()...)
}

func filter() error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	prog := program()
	fprog := unix.SockFprog{Len: uint16(len(prog)), Filter: &prog[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&fprog)))
	runtime.KeepAlive(prog)
	if errno != 0 {
		return errno
	}
	return nil
}

// program is the filter: check the architecture, allow the list, allow clone
// for threads only, answer clone3 with "no such call" so that the C library
// uses clone, and deny the rest.
func program() []unix.SockFilter {
	const (
		ld  = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		jeq = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		jst = unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K
		ret = unix.BPF_RET | unix.BPF_K
	)
	allow := unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_ALLOW}
	deny := unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)}
	p := []unix.SockFilter{
		{Code: ld, K: 4},
		{Code: jeq, K: auditArch, Jt: 1},
		{Code: ret, K: unix.SECCOMP_RET_KILL_PROCESS},
		{Code: ld, K: 0},
	}
	for _, n := range allowed() {
		p = append(p, unix.SockFilter{Code: jeq, K: n, Jf: 1}, allow)
	}
	p = append(p,
		unix.SockFilter{Code: jeq, K: unix.SYS_CLONE3, Jf: 1},
		unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)},
		unix.SockFilter{Code: jeq, K: unix.SYS_CLONE, Jf: 3},
		unix.SockFilter{Code: ld, K: 16}, // the flags of clone
		unix.SockFilter{Code: jst, K: unix.CLONE_THREAD, Jf: 1},
		allow,
		deny,
	)
	return p
}
