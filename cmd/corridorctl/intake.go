package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
)

func importFlags(f *flag.FlagSet) {
	str("originator: who the product comes from", "originator-ref: their reference", "source: intercept, chis, surveillance, probe, download, commsdata, partner, sar, anonymous, prison, other",
		"compartment: by name; must be open", "intelligence: date of intelligence", "marking: line as received", "handling: as received", "source-ref: number only",
		"subject: person concerned", "note: for colleagues", "passphrase: of the file")(f)
	f.String("tier", "OFFICIAL-SENSITIVE", "tier as received")
}

func watchFlags(f *flag.FlagSet) {
	importFlags(f)
	f.Duration("every", 5*time.Second, "how often to look")
	f.Bool("once", false, "end when everything at rest has been taken in")
}

// form is the receipt that stands for every file of a call.
func form(d *app.Desk, f *flag.FlagSet) (app.Incoming, error) {
	comp, err := compartment(d, get(f, "compartment"))
	if err != nil {
		return app.Incoming{}, err
	}
	return app.Incoming{Passphrase: get(f, "passphrase"), Compartment: comp, SourceType: intel.SourceType(get(f, "source")), Tier: intel.Tier(strings.ToUpper(get(f, "tier"))),
		Intelligence: get(f, "intelligence"), Receipt: intel.Receipt{Originator: get(f, "originator"), OriginatorRef: get(f, "originator-ref"), Marking: get(f, "marking"),
			Handling: get(f, "handling"), SourceRef: get(f, "source-ref"), Subject: get(f, "subject"), Note: get(f, "note")}}, nil
}

// nearLine is an item that a file resembles.
type nearLine struct {
	Ref     string `json:"ref"`
	How     string `json:"how"`
	Percent int    `json:"percent"`
}

// filedLine is what became of one file.
type filedLine struct {
	File    string      `json:"file"`
	Outcome app.Outcome `json:"outcome,omitempty"`
	Ref     string      `json:"ref,omitempty"`
	Already string      `json:"already,omitempty"`
	Read    string      `json:"read,omitempty"`
	NotRead string      `json:"not_read,omitempty"`
	Prompts int         `json:"prompts,omitempty"`
	Life    bool        `json:"life,omitempty"`
	Near    []nearLine  `json:"near,omitempty"`
	Why     string      `json:"why,omitempty"`
}

func lineOfTook(file string, t app.Took) filedLine {
	l := filedLine{File: file, Ref: t.Ref, Already: t.Already, Read: t.Read, NotRead: t.NotRead, Prompts: t.Prompts, Life: t.Life}
	for _, n := range t.Near {
		l.Near = append(l.Near, nearLine{n.Ref, n.How, n.Percent})
	}
	return l
}

// importFiles receives one file, or many, or whole folders, under one receipt.
func importFiles(c *call, d *app.Desk, f *flag.FlagSet) error {
	if len(c.args) == 0 {
		return errUse("name the files or folders to receive")
	}
	in, err := form(d, f)
	if err != nil {
		return err
	}
	list, left, err := gather(c.args)
	if err != nil {
		return err
	}
	if len(list) == 1 && len(left) == 0 && len(c.args) == 1 && list[0].Name == filepath.Base(c.args[0]) {
		b, err := readFile(c.args[0])
		if err != nil {
			return err
		}
		in.Name, in.Bytes = list[0].Name, b
		took, err := d.Receive(c.ctx, in)
		if err != nil {
			return err
		}
		return c.out.Encode(lineOfTook(in.Name, took))
	}
	sum, err := d.ReceiveAll(c.ctx, list, in, c.progress())
	if sayErr := c.sayBatch(sum, left); sayErr != nil {
		return sayErr
	}
	if err == nil && (sum.Cancelled || sum.Count(app.OutcomeRefused)+sum.Count(app.OutcomeLost) > 0) {
		return errBlocks
	}
	return err
}

// progress tells people, on the error channel, how far a batch has come.
func (c *call) progress() func(app.BatchProgress) {
	return func(p app.BatchProgress) {
		left := ""
		if p.Left > 0 {
			left = ", about " + p.Left.String() + " left"
		}
		fmt.Fprintf(c.err, "%d of %d%s\n", p.Done, p.Total, left)
	}
}

func (c *call) sayBatch(b app.Batched, left []app.Untouched) error {
	for _, f := range b.Files {
		l := lineOfTook(f.Name, f.Took)
		l.Outcome, l.Why = f.Outcome, f.Why
		if err := c.out.Encode(l); err != nil {
			return err
		}
	}
	for _, u := range left {
		if err := c.out.Encode(filedLine{File: u.Name, Outcome: "untouched", Why: u.Why}); err != nil {
			return err
		}
	}
	return c.out.Encode(struct {
		Taken     int  `json:"taken"`
		Held      int  `json:"held_before"`
		NotRead   int  `json:"not_read_in_full"`
		Refused   int  `json:"refused"`
		Unopened  int  `json:"unopened"`
		Waiting   int  `json:"waiting"`
		Untouched int  `json:"untouched"`
		Cancelled bool `json:"cancelled"`
	}{b.Count(app.OutcomeTaken), b.Count(app.OutcomeHeld), b.NotRead(), b.Count(app.OutcomeRefused), b.Count(app.OutcomeLost), b.Count(app.OutcomeWaiting), len(left), b.Cancelled})
}

// gather lists the files that are named and those in the folders that are,
// folders inside them too. Links are never followed.
func gather(paths []string) (list []app.Waiting, left []app.Untouched, err error) {
	for _, p := range paths {
		st, err := os.Stat(p)
		if err != nil {
			return nil, nil, errUse("there is nothing at " + filepath.Base(p))
		}
		if !st.IsDir() {
			list = append(list, waitingFile(p, filepath.Base(p), st.Size()))
			continue
		}
		walkErr := filepath.WalkDir(p, func(path string, e fs.DirEntry, err error) error {
			name, relErr := filepath.Rel(p, path)
			switch {
			case err != nil || relErr != nil:
				left = append(left, app.Untouched{Name: name, Why: "it could not be looked into"})
			case e.IsDir():
			case !e.Type().IsRegular():
				left = append(left, app.Untouched{Name: name, Why: "it is a link or a device"})
			default:
				size := int64(0)
				if info, err := e.Info(); err == nil {
					size = info.Size()
				}
				list = append(list, waitingFile(path, name, size))
			}
			return nil
		})
		if walkErr != nil {
			return nil, nil, errUse("the folder could not be read: " + filepath.Base(p))
		}
	}
	return list, left, nil
}

func waitingFile(path, name string, size int64) app.Waiting {
	return app.Waiting{Name: name, Size: size, Open: func() ([]byte, error) { return readFile(path) }}
}

// watchFolder takes in what lands in a folder, and says what it left alone.
// Nothing in the folder is moved, changed or removed.
func watchFolder(c *call, d *app.Desk, f *flag.FlagSet) error {
	dir, err := c.arg(0, "the folder to watch")
	if err != nil {
		return err
	}
	in, err := form(d, f)
	if err != nil {
		return err
	}
	every, err := time.ParseDuration(get(f, "every"))
	if err != nil || every <= 0 {
		return errUse("--every is a time such as 5s")
	}
	var w app.Watch
	said := map[app.Untouched]bool{}
	for idle := 0; ; {
		lying, err := look(dir)
		if err != nil {
			return err
		}
		ready, left := w.Look(lying)
		settled, err := c.takeReady(d, &w, dir, ready, in)
		if err != nil {
			return err
		}
		waiting := 0
		for _, u := range left {
			if strings.Contains(u.Why, "looked at again") {
				waiting++
			} else if !said[u] {
				said[u] = true
				if err := c.out.Encode(filedLine{File: u.Name, Outcome: "untouched", Why: u.Why}); err != nil {
					return err
				}
			}
		}
		if idle++; settled > 0 || waiting > 0 {
			idle = 0
		}
		if get(f, "once") == "true" && idle > 0 {
			return nil
		}
		select {
		case <-c.ctx.Done():
			return nil
		case <-time.After(every):
		}
	}
}

// takeReady takes in the files that have come to rest.
func (c *call) takeReady(d *app.Desk, w *app.Watch, dir string, ready []string, in app.Incoming) (int, error) {
	var list []app.Waiting
	for _, name := range ready {
		list = append(list, waitingFile(filepath.Join(dir, name), name, 0))
	}
	if len(list) == 0 {
		return 0, nil
	}
	sum, err := d.ReceiveAll(c.ctx, list, in, nil)
	for _, f := range sum.Files {
		if f.Outcome == app.OutcomeWaiting {
			continue
		}
		w.Done(f.Name)
		l := lineOfTook(f.Name, f.Took)
		l.Outcome, l.Why = f.Outcome, f.Why
		if err := c.out.Encode(l); err != nil {
			return 0, err
		}
	}
	return len(list), err
}

func look(dir string) ([]app.Lying, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, errUse("the folder could not be read: " + filepath.Base(dir))
	}
	var out []app.Lying
	for _, e := range entries {
		l := app.Lying{Name: e.Name(), Regular: e.Type().IsRegular()}
		if info, err := e.Info(); err == nil {
			l.Size, l.Changed = info.Size(), info.ModTime()
		}
		out = append(out, l)
	}
	return out, nil
}

// nearItems says which items already held a file resembles, without taking it
// in; with --difference, line by line where the likest differs.
func nearItems(c *call, d *app.Desk, f *flag.FlagSet) error {
	path, err := c.arg(0, "the file")
	if err != nil {
		return err
	}
	b, err := readFile(path)
	if err != nil {
		return err
	}
	name := filepath.Base(path)
	res, err := d.Preview(c.ctx, name, b, get(f, "passphrase"))
	if err != nil {
		return err
	}
	near, err := d.Near(c.ctx, name, res)
	if err != nil {
		return err
	}
	for _, n := range near {
		if err := c.out.Encode(nearLine{n.Ref, n.How, n.Percent}); err != nil {
			return err
		}
	}
	if get(f, "difference") != "true" || len(near) == 0 {
		return nil
	}
	lines, err := d.Difference(c.ctx, near[0].Item, name, res)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if l.Sign != ' ' {
			if err := c.out.Encode(string(l.Sign) + " " + l.Text); err != nil {
				return err
			}
		}
	}
	return nil
}

func nearFlags(f *flag.FlagSet) {
	str("passphrase: of the file")(f)
	f.Bool("difference", false, "show where the likest differs; a view of it")
}

// splitItem makes items of pieces: part numbers, or ranges of runes as 10-90.
func splitItem(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.item(d)
	if err != nil {
		return err
	}
	var pieces []app.Slice
	for _, w := range c.args[1:] {
		from, to, ranged := strings.Cut(w, "-")
		a, err := strconv.Atoi(from)
		p := app.Slice{Part: a}
		if ranged && err == nil {
			p = app.Slice{From: a}
			p.To, err = strconv.Atoi(to)
		}
		if err != nil {
			return errUse("a piece is the number of a part, or a range of letters such as 120-480")
		}
		p.Receipt.SourceRef = get(f, "source-ref")
		pieces = append(pieces, p)
	}
	took, err := d.Split(c.ctx, id, pieces, get(f, "passphrase"))
	if err != nil {
		return err
	}
	for _, t := range took {
		if err := c.out.Encode(lineOfTook("", t)); err != nil {
			return err
		}
	}
	return nil
}

// joinItems makes one item of several.
func joinItems(c *call, d *app.Desk, f *flag.FlagSet) error {
	var ids []entry.ID
	for _, ref := range c.args {
		one := *c
		one.args = []string{ref}
		id, err := one.item(d)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	took, err := d.Join(c.ctx, ids, get(f, "name"), intel.Receipt{Note: get(f, "note")})
	if err != nil {
		return err
	}
	return c.out.Encode(lineOfTook("", took))
}
