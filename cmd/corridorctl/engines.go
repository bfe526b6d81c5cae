package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/intake"
	"corridor/app/risk"
	"corridor/app/sanitise"
	"corridor/app/sanitise/inspect"
	"corridor/cmd/internal/station"
	"corridor/crypto/pgp"
)

// lines reads one JSON object a line into v and hands each to fn.
func lines[T any](r io.Reader, fn func(T) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 1<<20), 256<<20)
	for n := 1; s.Scan(); n++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(s.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		var v T
		if err := json.Unmarshal(line, &v); err != nil {
			return errUse(fmt.Sprintf("line %d is not the JSON object that was expected", n))
		}
		if err := fn(v); err != nil {
			return err
		}
	}
	if s.Err() != nil {
		return errUse("the input could not be read")
	}
	return nil
}

type scanIn struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Received string `json:"received"`
}

type scanSpan struct {
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Category string `json:"category"`
	Rule     string `json:"rule"`
	Why      string `json:"why"`
}

type scanOut struct {
	ID        string          `json:"id"`
	Labels    []risk.Category `json:"labels"`
	TTL       bool            `json:"ttl"`
	Immediate bool            `json:"immediate"`
	Spans     []scanSpan      `json:"spans"`
}

// scan runs the risk engine over JSON lines.
func scan(c *call, _ *app.Desk, _ *flag.FlagSet) error {
	e, err := risk.New()
	if err != nil {
		return err
	}
	return lines(c.in, func(in scanIn) error {
		received, _ := time.Parse(time.RFC3339, in.Received)
		res := e.Scan(in.Text, received)
		out := scanOut{ID: in.ID, Labels: res.Labels, TTL: res.TTL, Immediate: res.Immediate, Spans: []scanSpan{}}
		if len(out.Labels) == 0 {
			out.Labels = []risk.Category{"none"}
		}
		for _, p := range res.Prompts {
			for _, s := range p.Spans {
				out.Spans = append(out.Spans, scanSpan{s.Start, s.End, string(p.Category), p.Rule, p.Why})
			}
		}
		return c.out.Encode(out)
	})
}

type checkIn struct {
	ID     string `json:"id"`
	Source string `json:"source"`
	Draft  string `json:"draft"`
}

type checkFinding struct {
	Kind     sanitise.Kind     `json:"kind"`
	Start    int               `json:"start"`
	End      int               `json:"end"`
	Text     string            `json:"text"`
	Severity sanitise.Severity `json:"severity"`
	Rule     string            `json:"rule"`
	Why      string            `json:"why"`
}

type checkOut struct {
	ID       string         `json:"id"`
	Findings []checkFinding `json:"findings"`
}

// check runs the sanitisation check over JSON lines.
func check(c *call, _ *app.Desk, _ *flag.FlagSet) error {
	blocks := false
	err := lines(c.in, func(in checkIn) error {
		res := sanitise.Check(sanitise.Input{Source: in.Source, Draft: in.Draft})
		out := checkOut{ID: in.ID, Findings: []checkFinding{}}
		for _, f := range res.Findings {
			out.Findings = append(out.Findings, checkFinding{f.Kind, f.Start, f.End, f.Text, f.Severity, f.Rule, f.Why})
		}
		blocks = blocks || res.Blocking() > 0
		return c.out.Encode(out)
	})
	if err == nil && blocks {
		return errBlocks
	}
	return err
}

type extractOut struct {
	File string `json:"file"`
	intake.Result
}

// extract reads files as intake does, each in a child of its own.
func extract(c *call, _ *app.Desk, f *flag.FlagSet) error {
	if len(c.args) == 0 {
		return errUse("name the files to read")
	}
	st, err := station.New("")
	if err != nil {
		return err
	}
	pass, key := f.Lookup("passphrase").Value.String(), f.Lookup("key").Value.String()
	opener, err := openerOf(key, pass, f.Lookup("senders").Value.String())
	if err != nil {
		return err
	}
	failed := false
	for _, name := range c.args {
		out := extractOut{File: name}
		b, err := readFile(name)
		if err != nil {
			return err
		}
		if out.Result, err = st.Reader().Open(c.ctx, filepath.Base(name), b, pass, opener); err != nil {
			out.Result = intake.Result{SHA256: sum(b), Error: &intake.Failure{Class: "damaged", What: "the reader of files stopped; the original is untouched"}}
		}
		failed = failed || out.Error != nil
		if out.Parts == nil {
			out.Parts = []intake.Part{}
		}
		if out.Warnings == nil {
			out.Warnings = []intake.Warning{}
		}
		if err := c.out.Encode(out); err != nil {
			return err
		}
	}
	if failed {
		return errBlocks
	}
	return nil
}

// keyFile opens messages with a secret key that lies in a file, and checks
// signatures by certificates that do.
type keyFile struct {
	key   *pgp.Secret
	certs [][]byte
}

// Decrypt implements intake.Opener.
func (k keyFile) Decrypt(b []byte) ([]byte, string, error) {
	if k.key == nil {
		return nil, "", pgp.ErrNotOurs
	}
	return k.key.DecryptFrom(k.certs, b, time.Now())
}

// Unlock implements intake.Unlocker.
func (k keyFile) Unlock(b []byte, passphrase string) ([]byte, string, error) {
	return pgp.OpenPhrase(b, []byte(passphrase), k.certs, time.Now())
}

// Verify implements intake.Verifier.
func (k keyFile) Verify(signed, signature []byte) string {
	return pgp.VerifyFrom(k.certs, signed, signature, time.Now())
}

func openerOf(path, pass, senders string) (keyFile, error) {
	var out keyFile
	for _, name := range filepath.SplitList(senders) {
		b, err := readFile(name)
		if err != nil {
			return out, err
		}
		out.certs = append(out.certs, b)
	}
	if path == "" {
		return out, nil
	}
	b, err := readFile(path)
	if err != nil {
		return keyFile{}, err
	}
	k, err := pgp.ReadSecret(b, []byte(pass))
	if err != nil {
		return out, fmt.Errorf("the key does not open: %w", app.ErrPassphrase)
	}
	out.key = k
	return out, nil
}

// readFile reads an ordinary file of a size that can be received; a pipe or a
// device is refused, because it may never end.
func readFile(path string) ([]byte, error) {
	st, err := os.Stat(path)
	if err != nil || !st.Mode().IsRegular() || st.Size() > app.MaxOriginal {
		return nil, errUse("not an ordinary file that can be read, or too large: " + filepath.Base(path))
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, errUse("the file could not be read: " + filepath.Base(path))
	}
	return b, nil
}

// decrypted opens a message with a key file given by name.
func decrypted(keyFile, pass string, b []byte) (signature string, plain []byte, err error) {
	kb, err := os.ReadFile(keyFile)
	if err != nil {
		return "", nil, errUse("the key file could not be read")
	}
	k, err := pgp.ReadSecret(kb, []byte(pass))
	if err != nil {
		return "", nil, err
	}
	defer k.Wipe()
	plain, signature, err = k.DecryptMessage(b, time.Now())
	return signature, plain, err
}

// inspectFile parses finished files again from their bytes.
func inspectFile(c *call, _ *app.Desk, f *flag.FlagSet) error {
	if len(c.args) == 0 {
		return errUse("name the finished files to inspect")
	}
	var deny []sanitise.Term
	if path := f.Lookup("deny").Value.String(); path != "" {
		b, err := os.ReadFile(path)
		if err != nil {
			return errUse("the deny list could not be read")
		}
		for _, line := range strings.Split(string(b), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				deny = append(deny, sanitise.Term{Text: line, Kind: "term"})
			}
		}
	}
	blocks := false
	for _, name := range c.args {
		b, err := os.ReadFile(name)
		if err != nil {
			return errUse("the file could not be read: " + filepath.Base(name))
		}
		r := inspect.File(filepath.Base(name), b, deny)
		blocks = blocks || !r.Read || len(r.Hits) > 0
		if err := c.out.Encode(struct {
			File string `json:"file"`
			inspect.Report
		}{name, r}); err != nil {
			return err
		}
	}
	if blocks {
		return errBlocks
	}
	return nil
}
