// Command corridor is the desk with a window. It only wires: flags, the
// station's keys, the doors to vaults, the driver of the screen, exit codes.
//
// Exit codes: 0 done; 1 the demonstration did not play to its end; 2 wrong
// use, or no display.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/assets"
	"corridor/cmd/internal/station"
	"corridor/crypto/secret"
	"corridor/ui"
	"corridor/ui/page"
)

// Exit codes.
const (
	done    = 0
	stopped = 1
	misused = 2
)

func main() {
	syscall.Umask(0o077)
	secret.Harden()
	intake.BeChild()
	os.Exit(run(os.Args[1:]))
}

// settings are what the program was started with.
type settings struct {
	keys, list, play, vault string
	seat                    page.Seat
}

func parse(args []string) (settings, error) {
	var s settings
	f := flag.NewFlagSet("corridor", flag.ContinueOnError)
	f.StringVar(&s.keys, "keys", "", "folder of the members' locked keys (default: this account's own)")
	f.StringVar(&s.list, "known", "", "file that lists the vaults opened here (default: beside the keys)")
	f.StringVar(&s.play, "play", "", "play the demonstration through the window, leave pictures in this folder, and end")
	officer := f.String("officer", "", "code of the officer who is offered first at unlock")
	f.DurationVar(&s.seat.Idle, "idle", 0, "say that the desk locked itself after this time without use; the program passes it to itself")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	if f.NArg() > 1 {
		return s, fmt.Errorf("corridor: it takes one vault at the most: corridor [flags] [VAULT]")
	}
	s.vault, s.seat.Person = f.Arg(0), entry.Person(*officer)
	return s, nil
}

func run(args []string) int {
	s, err := parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return misused
	}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		fmt.Fprintln(os.Stderr, "corridor: there is no display. Start it on a desktop, or under Xvfb: xvfb-run corridor -play ./screens. Without a display use corridorctl.")
		return misused
	}
	st, err := station.New(s.keys)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return misused
	}
	if s.list == "" {
		s.list = filepath.Join(filepath.Dir(st.Keys), "known-vaults")
	}
	d := &doors{st: st, list: s.list}
	st.Progress, st.Early = d.progress, true
	go func() { _ = st.Warm() }() // what fails here fails again at unlock, and is said there
	defer d.removeDemo()
	if s.vault != "" {
		path, err := filepath.Abs(s.vault)
		if err == nil {
			_, err = os.Stat(path)
		}
		lost := err != nil && slices.ContainsFunc(d.vaults(), func(c page.VaultCard) bool { return c.Path == path })
		if err != nil && !lost {
			fmt.Fprintln(os.Stderr, "corridor: there is no such vault:", s.vault)
			return misused
		}
		d.remember(path, "")
	}
	return show(d, s)
}

// afresh puts a new program in the place of this one, which then knows no more
// than one that was just started. A demonstration goes on in this one: what it
// holds is fictitious, and its folder would be lost.
func afresh(d *doors, s settings) func(page.Seat) {
	if s.play != "" {
		return nil
	}
	return func(seat page.Seat) {
		exe, err := os.Executable()
		if err != nil || d.demo != "" {
			return
		}
		_ = syscall.Exec(exe, []string{os.Args[0], "-keys", s.keys, "-known", s.list, "-officer", string(seat.Person), "-idle", seat.Idle.String()}, os.Environ()) // or it stays as it is: locked, keys wiped
	}
}

// show opens the window and ends when it closes.
func show(d *doors, s settings) int {
	play := s.play
	a := fyneapp.NewWithID("uk.corridor.desk")
	a.SetIcon(fyne.NewStaticResource("corridor.svg", assets.AppIcon()))
	w := ui.New(a, d.page(), ui.Options{Afresh: afresh(d, s), Seat: s.seat})
	w.Fyne().SetMaster()
	code := done
	if play != "" {
		code = stopped // until it has played to its end
		a.Lifecycle().SetOnStarted(func() {
			w.Play(play, func(err error) {
				if code = done; err != nil {
					fmt.Fprintln(os.Stderr, err)
					code = stopped
				}
				w.Quit()
			})
		})
	}
	w.Start()
	a.Run()
	return code
}
