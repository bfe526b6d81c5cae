package main

import (
	"bufio"
	"encoding/json"
	"errors"
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
		if strings.TrimSpace(s.Text()) == "" {
			continue
		}
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
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
	failed := false
	for _, name := range c.args {
		out := extractOut{File: name}
		b, err := os.ReadFile(name)
		if err != nil {
			return errUse("the file could not be read: " + filepath.Base(name))
		}
		inner, plain := name, b
		var opened string
		if intake.IsOpenPGP(b) && key != "" {
			opened, plain, err = decrypted(key, pass, b)
			if err != nil {
				out.Result = intake.Result{SHA256: sum(b), Kind: "openpgp", Error: failure(err)}
				plain = nil
			}
			inner = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, ".asc"), ".gpg"), ".pgp")
		}
		if plain != nil {
			if out.Result, err = st.Reader().Read(c.ctx, filepath.Base(inner), plain, pass); err != nil {
				out.Result = intake.Result{SHA256: sum(b), Error: &intake.Failure{Class: "damaged", What: "the reader of files stopped; the original is untouched"}}
			}
			out.SHA256 = sum(b)
		}
		if opened != "" && opened != "none" {
			class := "signature-unknown"
			if opened == "bad" {
				class = "signature-bad"
			}
			if !strings.HasPrefix(opened, "good") {
				out.Warnings = append(out.Warnings, intake.Warning{Class: class, What: "signature of the sender: " + opened})
			}
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

// failure is the class of a message that did not open.
func failure(err error) *intake.Failure {
	class := "damaged"
	switch {
	case errors.Is(err, app.ErrPassphrase), errors.Is(err, pgp.ErrPassphrase):
		class = "wrong-passphrase"
	case errors.Is(err, pgp.ErrNotOurs):
		class = "no-key"
	}
	return &intake.Failure{Class: class, What: "not read: " + err.Error()}
}
