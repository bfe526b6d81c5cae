// Command corridorctl is the desk without a display: the same verbs, the same
// rules, one JSON object a line. `corridorctl help` lists them.
//
// Exit codes: 0 done; 1 refused, or findings that block; 2 wrong use; 3 damaged
// or forged.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sort"
	"strings"
	"syscall"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/release"
	"corridor/app/roster"
	"corridor/cmd/internal/station"
	"corridor/crypto/secret"
	"corridor/storage/vault"
)

// Exit codes.
const (
	done    = 0
	refused = 1
	misused = 2
	damaged = 3
)

func main() {
	syscall.Umask(0o077)
	secret.Harden()
	intake.BeChild()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// call is one command as it was given.
type call struct {
	ctx    context.Context
	args   []string
	in     io.Reader
	out    *json.Encoder
	raw    io.Writer
	err    io.Writer
	common commonFlags
}

// commonFlags say which vault, as whom, and which compartments to open.
type commonFlags struct {
	vault, keys, as, passphraseFile, secondHalf, compartment, why string
}

// command is one verb.
type command struct {
	use, what string
	desk      bool // works on an unlocked vault
	named     int  // with this many words, the first is the vault; 0: never
	run       func(c *call, d *app.Desk, f *flag.FlagSet) error
	flags     func(f *flag.FlagSet)
}

// errUse is wrong use; its text is for people.
type errUse string

func (e errUse) Error() string { return string(e) }

// errBlocks ends with exit code 1 after the findings were printed.
var errBlocks = errors.New("there are findings that block")

func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		usage(out)
		if len(args) == 0 {
			return misused
		}
		return done
	}
	name, rest := args[0], args[1:]
	cmds := commands()
	if len(rest) > 0 {
		if _, ok := cmds[name+" "+rest[0]]; ok {
			name, rest = name+" "+rest[0], rest[1:]
		}
	}
	cmd, ok := cmds[name]
	if !ok {
		fmt.Fprintf(errOut, "corridorctl: no command %q; `corridorctl help` lists them\n", name)
		return misused
	}
	bw := bufio.NewWriter(out)
	code := cmd.call(ctx, name, rest, in, bw, errOut)
	if err := bw.Flush(); err != nil && code == done {
		fmt.Fprintln(errOut, "corridorctl: the output could not be written")
		return misused
	}
	return code
}

func (cmd command) call(ctx context.Context, name string, args []string, in io.Reader, out io.Writer, errOut io.Writer) int {
	c := &call{ctx: ctx, in: in, raw: out, out: json.NewEncoder(out), err: errOut}
	c.out.SetEscapeHTML(false)
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(errOut)
	if cmd.desk {
		c.common.register(f)
	}
	if cmd.flags != nil {
		cmd.flags(f)
	}
	words, err := parse(f, args)
	if err != nil {
		return misused
	}
	c.args = words
	return exit(c, cmd.start(c, f))
}

// parse lets flags and words stand in any order.
func parse(f *flag.FlagSet, args []string) ([]string, error) {
	var words []string
	for {
		if err := f.Parse(args); err != nil {
			return nil, err
		}
		if f.NArg() == 0 {
			return words, nil
		}
		words = append(words, f.Arg(0))
		args = f.Args()[1:]
	}
}

func (cmd command) start(c *call, f *flag.FlagSet) error {
	if !cmd.desk {
		return cmd.run(c, nil, f)
	}
	if cmd.named > 0 && len(c.args) == cmd.named {
		c.common.vault, c.args = c.args[0], c.args[1:]
	}
	d, err := c.unlock()
	if err != nil {
		return err
	}
	err = cmd.run(c, d, f)
	return errors.Join(err, d.Close())
}

func (f *commonFlags) register(fs *flag.FlagSet) {
	fs.StringVar(&f.vault, "vault", os.Getenv("CORRIDOR_VAULT"), "the vault file")
	fs.StringVar(&f.keys, "keys", os.Getenv("CORRIDOR_KEYS"), "folder of locked key files")
	fs.StringVar(&f.as, "as", os.Getenv("CORRIDOR_AS"), "person id of the officer")
	fs.StringVar(&f.passphraseFile, "passphrase-file", os.Getenv("CORRIDOR_PASSPHRASE_FILE"), "file whose first line is the passphrase")
	fs.StringVar(&f.secondHalf, "second-half", "", "with --as recovery: file whose first line is the other half")
	fs.StringVar(&f.compartment, "open", "", "compartments to open first, by name, separated by commas")
	fs.StringVar(&f.why, "why", "", "justification for opening the compartment")
}

// withPassphrase does what the officer must give their passphrase for.
func (c *call) withPassphrase(do func(pass []byte) error) error {
	pass, err := firstLine(c.common.passphraseFile)
	if err != nil {
		return err
	}
	defer clear(pass)
	return do(pass)
}

func (c *call) unlock() (*app.Desk, error) {
	if c.common.vault == "" || c.common.as == "" || c.common.passphraseFile == "" {
		return nil, errUse("say which vault, as whom, and where the passphrase is: --vault, --as, --passphrase-file")
	}
	st, err := station.New(c.common.keys)
	if err != nil {
		return nil, err
	}
	pass, err := firstLine(c.common.passphraseFile)
	if err != nil {
		return nil, err
	}
	defer clear(pass)
	d, err := c.unlockAs(st, person(c.common.as), pass)
	if err != nil {
		return nil, err
	}
	for _, name := range strings.FieldsFunc(c.common.compartment, func(r rune) bool { return r == ',' }) {
		if err := enter(c.ctx, d, name, c.common.why); err != nil {
			return nil, errors.Join(err, d.Close())
		}
	}
	return d, nil
}

// unlockAs opens a member's desk, or that of the recovery key by both halves.
func (c *call) unlockAs(st *station.Station, p entry.Person, pass []byte) (*app.Desk, error) {
	if p != roster.Recovery {
		return st.Unlock(c.ctx, c.common.vault, p, pass)
	}
	other, err := firstLine(c.common.secondHalf)
	if err != nil {
		return nil, errUse("the recovery key is in two halves: --passphrase-file and --second-half")
	}
	defer clear(other)
	return st.UnlockRecovery(c.ctx, c.common.vault, string(pass), string(other))
}

func firstLine(path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, errUse("the passphrase file could not be read")
	}
	line, _, _ := strings.Cut(string(b), "\n")
	return []byte(strings.TrimSuffix(line, "\r")), nil
}

// exit turns an error into words and an exit code. A refusal is also an object
// on standard output, so that a program can read it.
func exit(c *call, err error) int {
	var no *app.RefusedError
	var use errUse
	switch {
	case err == nil:
		return done
	case errors.As(err, &no):
		_ = c.out.Encode(struct {
			Refused []release.Reason `json:"refused"`
		}{no.Reasons})
		for _, r := range no.Reasons {
			fmt.Fprintln(c.err, "refused:", r.Words)
		}
		return refused
	case errors.Is(err, errBlocks):
		return refused
	case errors.As(err, &use):
		fmt.Fprintln(c.err, "corridorctl:", use)
		return misused
	case errors.Is(err, vault.ErrWeak):
		words := err.Error()
		fmt.Fprintln(c.err, "refused: the passphrase is too weak:", words[strings.LastIndex(words, ": ")+2:])
		return refused
	case errors.Is(err, app.ErrDamaged), errors.Is(err, app.ErrForged):
		fmt.Fprintln(c.err, "damaged:", err)
		return damaged
	}
	if no, ok := roster.AsDenied(err); ok {
		fmt.Fprintln(c.err, "refused:", no.Words)
		return refused
	}
	for sentinel, words := range plain() {
		if errors.Is(err, sentinel) {
			fmt.Fprintln(c.err, "refused:", words)
			return refused
		}
	}
	if errors.Is(err, station.ErrPerson) || errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrExist) {
		fmt.Fprintln(c.err, "corridorctl:", err)
		return misused
	}
	fmt.Fprintln(c.err, "corridorctl:", err)
	return refused
}

func plain() map[error]string {
	return map[error]string{
		app.ErrPassphrase: "the passphrase does not open this officer's key",
		app.ErrNoMember:   "this officer has no key for this vault here, or is not a member",
		app.ErrNoItem:     "no such item",
		app.ErrShut:       "no such item",
		app.ErrUnopened:   "open the item first",
		app.ErrInUse:      "the vault is open in another program; close it there first",
		app.ErrFull:       "no room on the disk; nothing was written. The emergency route still works by voice",
		app.ErrNetwork:    "a vault cannot lie on a network file system; move it to a disk of this workstation",
		app.ErrVersion:    "the vault was made by another version of this program, whose format this one does not read; nothing was changed",
		app.ErrReadOnly:   "the vault is on a read-only medium; nothing was written",
		app.ErrConflict:   "somebody else changed this item; look again",
		app.ErrInput:      "something is missing",
		app.ErrGone:       "that content has been destroyed; its history stands",
	}
}

func usage(w io.Writer) {
	cmds := commands()
	var names []string
	for n := range cmds {
		names = append(names, n)
	}
	sort.Strings(names)
	fmt.Fprintln(w, "corridorctl COMMAND [flags]. Commands on a vault take --vault FILE --as PERSON --passphrase-file FILE [--keys DIR] [--open COMPARTMENT --why TEXT].")
	for _, n := range names {
		fmt.Fprintf(w, "  %-52s %s\n", n+" "+cmds[n].use, cmds[n].what)
	}
	fmt.Fprintln(w, "Exit codes: 0 done, 1 refused or findings that block, 2 wrong use, 3 damaged or forged.")
}
