package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"corridor/app"
	"corridor/cmd/internal/station"
)

// sitting is what one session at a desk measured, in a process of its own.
type sitting struct {
	Unlock  float64 // passphrase to a desk, ms
	Inbox   float64 // passphrase to the first list, ms
	Search  float64 // passphrase to the first hits, ms
	CPU     float64 // processor time of all that, ms
	List    float64 // the list again, ms
	ToCheck uint64
	Recheck rated              // old signatures
	Verify  rated              // everything read and folded anew
	Engine  float64            // what the engine that reads for risk takes of RSS, MiB
	Words   map[string]float64 // searches, p50, ms
	Close   float64            // keeping the cache and locking, ms
	Opened  float64            // a product, ms
	RSS     float64            // after the searches, MiB
	Peak    float64            // MiB
	Items   int
	Error   string

	early bool
	trace string // how the names of profiles begin; "" for none
}

// rated is a piece of work over all entries.
type rated struct {
	Rate float64 // entries per second
	CPU  float64 // processor time per entry, µs
	Took float64 // ms
}

// traced does a piece of work, under a profile if they are asked for.
func (s *sitting) traced(name string, work func() error) (err error) {
	if s.trace == "" {
		return work()
	}
	f, err := os.Create(s.trace + name)
	if err != nil {
		return err
	}
	if err = pprof.StartCPUProfile(f); err == nil {
		err = work()
		pprof.StopCPUProfile()
	}
	return errors.Join(err, f.Close())
}

// sit is the child: it unlocks, looks, searches, and does what is asked.
func sit(path, keys, trace string, early, recheck, verify bool) sitting {
	s := sitting{trace: trace, early: early}
	if err := s.run(path, keys, recheck, verify); err != nil {
		s.Error = err.Error()
	}
	return s
}

func (s *sitting) run(path, keys string, recheck, verify bool) error {
	ctx := context.Background()
	st, err := station.New(keys)
	if err != nil {
		return err
	}
	st.Early = s.early
	bare, _ := memory()
	if err := st.Warm(); err != nil { // when the program starts, before anybody has typed
		return err
	}
	debug.FreeOSMemory()
	s.Engine, _ = memory()
	s.Engine -= bare
	t0, cpu := time.Now(), processor()
	since := func() float64 { return float64(time.Since(t0).Microseconds()) / 1000 }
	var d *app.Desk
	var inbox []app.Head
	err = s.traced("unlock", func() (err error) {
		if d, err = st.Unlock(ctx, path, officer, []byte(passphrase)); err != nil {
			return err
		}
		s.Unlock = since()
		inbox = d.Inbox()
		s.Inbox, s.Items = since(), len(inbox)
		_, err = d.Search(ctx, spelt(30011))
		s.Search = since()
		return err
	})
	if err != nil {
		return err
	}
	s.CPU = processor() - cpu
	if !s.early {
		if s.Words, err = searched(func(q string) error { _, err := d.Index.Search(q, 20); return err }); err != nil {
			return err
		}
	}
	time.Sleep(time.Second) // the desk gives back what unlocking took, beside the work
	s.RSS, _ = memory()
	s.ToCheck = d.Status().ToCheck
	s.List = timed(func() { d.Inbox() })
	s.Opened = timed(func() { _, err = d.Open(ctx, inbox[len(inbox)/2].Item) })
	if err != nil {
		return err
	}
	if recheck {
		if err := s.rate("recheck", &s.Recheck, func() (app.VerifyReport, error) { return d.Recheck(ctx, nil) }); err != nil {
			return err
		}
	}
	if verify {
		if err := s.rate("verify", &s.Verify, func() (app.VerifyReport, error) { return d.Verify(ctx) }); err != nil {
			return err
		}
	}
	s.Close = timed(func() { err = d.Close() })
	_, s.Peak = memory()
	return err
}

func (s *sitting) rate(name string, into *rated, work func() (app.VerifyReport, error)) error {
	t0, cpu := time.Now(), processor()
	var r app.VerifyReport
	err := s.traced(name, func() (err error) {
		r, err = work()
		return err
	})
	if err != nil {
		return err
	}
	if len(r.Alarms) > 0 {
		return fmt.Errorf("%d alarms in a sound vault: %v", len(r.Alarms), r.Alarms[0])
	}
	took, n := time.Since(t0).Seconds(), float64(r.Entries)
	*into = rated{Rate: n / took, CPU: (processor() - cpu) * 1000 / n, Took: took * 1000}
	return nil
}

func timed(work func()) float64 {
	t0 := time.Now()
	work()
	return float64(time.Since(t0).Microseconds()) / 1000
}

// memory is what this process holds now and held at most, MiB.
func memory() (now, peak float64) {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		kb, _ := strconv.ParseFloat(f[1], 64)
		switch f[0] {
		case "VmRSS:":
			now = kb / 1024
		case "VmHWM:":
			peak = kb / 1024
		}
	}
	return now, peak
}

// processor is the processor time that this process has used, ms.
func processor() float64 {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
}

// child runs this program again in a process of its own, and reads what it
// measured.
func child(ctx context.Context, into any, args ...string) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, exe, args...)
	cmd.Stderr = os.Stderr
	b, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%v: %w", args, err)
	}
	return json.Unmarshal(b, into)
}

// unlocks measures unlocking a vault of n products: without a cache, then with
// the one that was kept.
func (t *table) unlocks(ctx context.Context, path, keys string, n int, plain plainSitting) (sitting, error) {
	var cold, warm sitting
	if err := os.Remove(cacheIn(keys)); err != nil && !os.IsNotExist(err) {
		return warm, err
	}
	if err := child(ctx, &cold, "-sit", path, "-keys", keys, "-early", "-recheck"); err != nil {
		return warm, err
	}
	if err := child(ctx, &warm, "-sit", path, "-keys", keys, "-recheck", "-verify"); err != nil {
		return warm, err
	}
	for _, s := range []sitting{cold, warm} {
		if s.Error != "" {
			return warm, fmt.Errorf("unlock of %d: %s", n, s.Error)
		}
	}
	if warm.ToCheck == 0 {
		return warm, fmt.Errorf("unlock of %d: the cache was not used", n)
	}
	size := 0.0
	if i, err := os.Stat(cacheIn(keys)); err == nil {
		size = float64(i.Size()) / (1 << 20)
	}
	of := func(what string) string { return fmt.Sprintf("%s, %d products", what, n) }
	t.add(of("unlock to first list and hits, with cache"), ms(warm.Search), "", 0, "≤ 1,000 ms", warm.Search <= 1000)
	t.note("%d products, with cache: desk %.0f ms, list %.0f ms, first search %.0f ms, using %.0f ms of processor; then a product opened in %.1f ms",
		n, warm.Unlock, warm.Inbox-warm.Unlock, warm.Search-warm.Inbox, warm.CPU, warm.Opened)
	t.add(of("first opening, no cache, to a desk that can be used"), ms(cold.Inbox), "", 0, "(progress shown)", true)
	t.add(of("first opening, until all is verified and searchable"), ms(cold.Search+cold.Recheck.Took), "", 0, "(beside the work)", true)
	t.note("%d products, without cache: %.0f ms of processor to the desk; then verified and read at %.0f entries/s; closing and keeping the cache (%.0f MiB): %.0f ms", n, cold.CPU, cold.Recheck.Rate, size, cold.Close)
	t.add(of("memory after the same searches, the whole program"), mib(warm.RSS), mib(plain.RSS)+" plain SQLite", warm.RSS/plain.RSS, "≤ 2.5×", warm.RSS <= 2.5*plain.RSS)
	lean := warm.RSS - warm.Engine
	t.add(of("memory without the engine that reads for risk"), mib(lean), mib(plain.RSS)+" plain SQLite", lean/plain.RSS, "(no goal)", true)
	t.note("%d products: peak with cache %.0f MiB, without %.0f MiB", n, warm.Peak, cold.Peak)
	t.add(of("list of heads"), ms(warm.List), ms(plain.List)+" plain SQLite", warm.List/plain.List, "≤ 1×", warm.List <= plain.List)
	t.add(of("old signatures checked in the background"), rate(warm.Recheck.Rate), "", 0, "≥ 12,000/s", warm.Recheck.Rate >= 12000)
	t.add(of("verify: all folded anew, content checked"), rate(warm.Verify.Rate), "", 0, "≥ 12,000/s", warm.Verify.Rate >= 12000)
	t.note("%d products: processor time for an entry: signature checked %.0f µs, all verified %.0f µs; signing and verifying 2 KB above tell how fast the machine was", n, warm.Recheck.CPU, warm.Verify.CPU)
	return warm, nil
}

func cacheIn(keys string) string {
	m, _ := filepath.Glob(filepath.Join(keys, "*", string(officer)+".cache"))
	if len(m) != 1 {
		return filepath.Join(keys, "none")
	}
	return m[0]
}
