package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// step is one command of the whole job.
type step struct {
	as, args, stdin string
	read            bool // it records a view, and may be repeated
}

// wholeJob is the job from a file on disk to a release, as in job.txtar.
func wholeJob() []step {
	const (
		grade  = `{"Graded":{"items":[{"no":1,"source":"2","assessment":"D"}],"handling":"P"},"Words":{"items":[{"no":1,"label":"whole"}]}}`
		draft  = `{"title":"Street supply","body":"Tablets may be sold from a vehicle near leisure premises in the evening."}`
		check  = `{"Real":"no","Immediate":"no","Identified":"no","Words":{"if_released":"Nobody is named.","if_not_released":"Supply goes on."}}`
		submit = `{"recipients":["D. Rowan"],"basis":"common_law","tier":"OFFICIAL-SENSITIVE","disposition":"intelligence","review_date":"2099-05-31","words":{"purpose":"Prevent crime.","need_to_know":"Leads the enquiry.","necessity":"Cannot act without it.","proportionality":"Gist only.","marking_line":"OFFICIAL-SENSITIVE"}}`
	)
	return []step{
		{as: "hale", args: "enrol malik --name Malik --rank DC --roles handler --vetting DV --vetting-until 2099-01-01 --s57 2026-01-01 --s57-until 2099-01-01 --course 2026-01-01 --new-passphrase-file malik.pass"},
		{as: "malik", args: "recipient add rowan.asc --name D.Rowan --post DI --organisation CID --clearance SC"},
		{as: "malik", args: "import report.txt --originator Charity --source anonymous --intelligence 2026-11-20"},
		{as: "malik", args: "open @last", read: true},
		{as: "malik", args: "answer @last threat_to_life no --reason checked"},
		{as: "malik", args: "answer @last self_harm no --reason checked"},
		{as: "malik", args: "answer-rest @last", read: true},
		{as: "malik", args: "answer @last @open no --reason checked", read: true},
		{as: "malik", args: "grade @last", stdin: grade, read: true},
		{as: "malik", args: "draft @last", stdin: draft, read: true},
		{as: "malik", args: "settle @last @all accepted --reason known", read: true},
		{as: "malik", args: "threat-check @last", stdin: check, read: true},
		{as: "malik", args: "submit @last", stdin: strings.Replace(submit, "D. Rowan", "D.Rowan", 1)},
		{as: "hale", args: "review @last", read: true},
		{as: "hale", args: "approve @last"},
		{as: "malik", args: "release send @last --to out"},
	}
}

// TestKilledBetweenAnyTwoSteps kills the program at a random moment of every
// step of the job. After each kill the journal verifies, holds everything that
// was acknowledged, and the job goes on; at the end a release has left that
// two people signed. CORRIDOR_KILLS says how often each step is killed.
func TestKilledBetweenAnyTwoSteps(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs the whole job in some forty processes; run it without -short")
	}
	kills := 1
	if n := os.Getenv("CORRIDOR_KILLS"); n != "" {
		if err := json.Unmarshal([]byte(n), &kills); err != nil {
			t.Fatal(err)
		}
	}
	b := newBench(t)
	took := b.must(step{as: "hale", args: "init --unit Unit --name Hale --rank DS --roles supervisor --vetting DV --vetting-until 2099-01-01"})
	rng := rand.New(rand.NewPCG(7, uint64(kills)))
	for _, s := range wholeJob() {
		if strings.HasPrefix(s.args, "submit") { // a fingerprint is confirmed by voice
			b.must(step{as: "malik", args: "recipient confirm D.Rowan --heard " + b.heard() + " --how rang"})
		}
		if strings.HasPrefix(s.args, "release send") {
			b.again(s, "out", rng, took, kills)
			continue
		}
		b.again(s, "", rng, took, kills)
	}
	out, err := filepath.Glob(filepath.Join(b.dir, "out*", "REL-*"))
	if err != nil || len(out) == 0 {
		t.Fatalf("nothing left: %v", err)
	}
	v := b.verify()
	if v.Entries == 0 || len(v.Alarms) != 0 {
		t.Errorf("at the end: %+v", v)
	}
}

// bench is a folder with a vault, and the program in processes of its own.
type bench struct {
	t   *testing.T
	dir string
	exe string
}

func newBench(t *testing.T) *bench {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, dir: t.TempDir(), exe: exe}
	for name, text := range map[string]string{"hale.pass": "copper lantern over seven quiet harbours", "malik.pass": "velvet anchor beside nine patient rivers",
		"report.txt": "The man they call Biscuit sells tablets from a blue Corsa by the swimming baths every evening at ten past seven."} {
		if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cert, err := os.ReadFile("testdata/rowan.asc")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, "rowan.asc"), cert, 0o600); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) command(s step) (*exec.Cmd, *bytes.Buffer, *bytes.Buffer) {
	c := exec.Command(b.exe)
	c.Args = append([]string{"corridorctl"}, strings.Fields(s.args)...)
	c.Dir = b.dir
	c.Env = append(os.Environ(), "CORRIDOR_VAULT="+filepath.Join(b.dir, "unit.corridor"), "CORRIDOR_KEYS="+filepath.Join(b.dir, "keys"),
		"CORRIDOR_AS="+s.as, "CORRIDOR_PASSPHRASE_FILE="+filepath.Join(b.dir, s.as+".pass"))
	c.Stdin = strings.NewReader(s.stdin)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	return c, &out, &errs
}

// must runs a step to its end.
func (b *bench) must(s step) time.Duration {
	b.t.Helper()
	c, out, errs := b.command(s)
	begin := time.Now()
	if err := c.Run(); err != nil {
		b.t.Fatalf("%s: %v\n%s%s", s.args, err, out, errs)
	}
	return time.Since(begin)
}

type verifiedVault struct {
	Entries uint64
	Alarms  []any
}

func (b *bench) verify() verifiedVault {
	b.t.Helper()
	c, out, errs := b.command(step{as: "hale", args: "verify"})
	if err := c.Run(); err != nil {
		b.t.Fatalf("verify: %v\n%s%s", err, out, errs)
	}
	var v verifiedVault
	if err := json.Unmarshal(out.Bytes(), &v); err != nil {
		b.t.Fatalf("verify: %v\n%s", err, out)
	}
	return v
}

// again kills a step, checks the vault, and does the step until it is done.
func (b *bench) again(s step, to string, rng *rand.Rand, took time.Duration, kills int) {
	b.t.Helper()
	before := b.verify().Entries
	done := false
	for n := range kills {
		c, out, errs := b.command(b.aimed(s, to, n))
		if err := c.Start(); err != nil {
			b.t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(rng.Int64N(int64(took))), func() { _ = c.Process.Kill() })
		err := c.Wait()
		timer.Stop()
		var gone *exec.ExitError
		switch {
		case err == nil:
			done = true
		case !errors.As(err, &gone) || gone.ExitCode() != -1:
			if !done {
				b.t.Fatalf("%s: %v\n%s%s", s.args, err, out, errs)
			}
		}
		v := b.verify()
		if len(v.Alarms) != 0 {
			b.t.Fatalf("after a kill in %q: %v", s.args, v.Alarms)
		}
		if v.Entries < before {
			b.t.Fatalf("after a kill in %q %d entries are left of %d", s.args, v.Entries, before)
		}
		before = v.Entries
	}
	if done && !s.read {
		return
	}
	c, out, errs := b.command(b.aimed(s, to, kills))
	if err := c.Run(); err != nil && (s.read || !b.stood(s)) {
		b.t.Fatalf("%s, after a kill: %v\n%s%s", s.args, err, out, errs)
	}
}

// aimed gives each try of a step its own folder to write to.
func (b *bench) aimed(s step, to string, n int) step {
	if to != "" {
		s.args = strings.Replace(s.args, "--to "+to, "--to "+to+strings.Repeat("x", n), 1)
	}
	return s
}

// stood reports whether the killed process had done the act, so that doing it
// again is refused.
func (b *bench) stood(s step) bool {
	kinds := map[string]string{"enrol": "person.enrolled", "recipient": "recipient.recorded", "import": "product.received", "answer": "prompt.answered", "submit": "release.submitted", "approve": "release.approved"}
	c, out, _ := b.command(step{as: "hale", args: "journal --kind " + kinds[strings.Fields(s.args)[0]]})
	return c.Run() == nil && strings.TrimSpace(out.String()) != ""
}

// heard is what the recipient reads out of their fingerprint.
func (b *bench) heard() string {
	b.t.Helper()
	c, out, errs := b.command(step{as: "malik", args: "unit"})
	if err := c.Run(); err != nil {
		b.t.Fatalf("unit: %v\n%s", err, errs)
	}
	var u struct {
		Recipients []struct{ Fingerprint string }
	}
	if err := json.Unmarshal(out.Bytes(), &u); err != nil || len(u.Recipients) == 0 {
		b.t.Fatalf("unit: %v\n%s", err, out)
	}
	f := u.Recipients[0].Fingerprint
	return f[len(f)-8:]
}
