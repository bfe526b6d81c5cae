package main

import (
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/folder"
	"corridor/app/intel"
)

func importFlags(f *flag.FlagSet) {
	str("originator: who the product comes from", "originator-ref: their reference", "source: intercept, chis, surveillance, probe, download, commsdata, partner, sar, anonymous, prison, other",
		"compartment: by name; must be open", "intelligence: date of intelligence", "marking: line as received", "handling: as received", "source-ref: number only",
		"subject: person concerned", "note: for colleagues", "passphrase: of the file")(f)
	f.String("tier", "OFFICIAL-SENSITIVE", "tier as received")
	f.Bool("keep", false, "keep the list of the batch, sealed, as the desktop does: what is cut short goes on with `batch --go-on`")
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
	Marked  string      `json:"marked,omitempty"` // in the file, above its receipt
}

func lineOfTook(file string, t app.Took) filedLine {
	l := filedLine{File: file, Ref: t.Ref, Already: t.Already, Read: t.Read, NotRead: t.NotRead, Prompts: t.Prompts, Life: t.Life}
	for _, n := range t.Near {
		l.Near = append(l.Near, nearLine{n.Ref, n.How, n.Percent})
	}
	return l
}

func lineOfFiled(f app.Filed) filedLine {
	l := lineOfTook(f.Name, f.Took)
	l.Outcome, l.Why, l.Marked = f.Outcome, f.Why, f.Marked
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
		in.Name = list[0].Name
		if list[0].Size > app.MaxOriginal {
			in.Large = list[0].Source()
		} else if in.Bytes, err = readFile(c.args[0]); err != nil {
			return err
		}
		took, err := d.Receive(c.ctx, in)
		if err != nil {
			return err
		}
		return c.out.Encode(lineOfTook(in.Name, took))
	}
	var sum app.Batched
	if get(f, "keep") == "true" {
		sum, err = keepBatch(c, d, list, left, in)
	} else {
		sum, err = d.ReceiveAll(c.ctx, list, in, c.progress())
	}
	if sayErr := c.sayBatch(sum, left); sayErr != nil {
		return sayErr
	}
	if err == nil && (sum.Cancelled || sum.Count(app.OutcomeRefused)+sum.Count(app.OutcomeLost) > 0) {
		return errBlocks
	}
	return err
}

func batchFlags(f *flag.FlagSet) {
	str("passphrase: of the files")(f)
	f.Bool("go-on", false, "take in what waits, and try again what could not be opened")
	f.Bool("away", false, "put the list away; what was received stays")
}

// keepBatch takes files in as the desktop does.
func keepBatch(c *call, d *app.Desk, list []app.Waiting, left []app.Untouched, in app.Incoming) (app.Batched, error) {
	before, ok, err := d.KeptBatch(c.ctx)
	if err != nil {
		return app.Batched{}, err
	}
	if ok && before.Waits() > 0 {
		return app.Batched{}, errUse("a batch was cut short: `batch --go-on` takes up the rest, `batch --away` puts it away")
	}
	b, err := d.RunBatch(c.ctx, app.NewBatch(list, left, in), again, in.Passphrase, c.progress())
	return b.Batched, err
}

func again(f app.Filed) app.Waiting { return folder.Again(f.Path, f.Name) }

// batch shows the officer's last batch, as the desktop keeps it, and goes on
// with it.
func batch(c *call, d *app.Desk, f *flag.FlagSet) error {
	b, ok, err := d.KeptBatch(c.ctx)
	if err != nil {
		return err
	}
	if !ok {
		return errUse("no batch is kept")
	}
	if get(f, "away") == "true" {
		return d.DropBatch(c.ctx)
	}
	if get(f, "go-on") == "true" {
		if b, err = d.RunBatch(c.ctx, b.Again(), again, get(f, "passphrase"), c.progress()); err != nil {
			return err
		}
	}
	return c.sayBatch(b.Batched, b.Left)
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
		if err := c.out.Encode(lineOfFiled(f)); err != nil {
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

// gather lists what lies at the places that are named.
func gather(paths []string) (list []app.Waiting, left []app.Untouched, err error) {
	list, left, err = folder.Gather(paths)
	if err != nil {
		return nil, nil, errUse("there is nothing at one of the places that are named")
	}
	return list, left, nil
}

// watchFolder takes in what lands in a folder, and says what it left alone.
// Nothing in the folder is moved, changed or removed. What this officer has
// dealt with is remembered beside the vault's key, so that another call, and
// the desktop, go on from there.
func watchFolder(c *call, d *app.Desk, f *flag.FlagSet) error {
	dir, err := c.arg(0, "the folder to watch")
	if err != nil {
		return err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return errUse("the folder could not be found")
	}
	in, err := form(d, f)
	if err != nil {
		return err
	}
	every, err := time.ParseDuration(get(f, "every"))
	if err != nil || every <= 0 {
		return errUse("--every is a time such as 5s")
	}
	kept, _, err := d.WatchedFolder(c.ctx, dir)
	if err != nil {
		return err
	}
	w := folder.Resume(kept.Dealt)
	said := map[app.Untouched]bool{}
	for idle := 0; ; {
		lying, _, err := folder.Look(dir)
		if err != nil {
			return errUse("the folder could not be read: " + filepath.Base(dir))
		}
		ready, left := w.Look(lying)
		if err := c.takeReady(d, w, dir, ready, in); err != nil {
			return err
		}
		waiting := false
		for _, u := range left {
			if waiting = waiting || u.Waits(); u.Waits() || said[u] {
				continue
			}
			said[u] = true
			if err := c.out.Encode(filedLine{File: u.Name, Outcome: "untouched", Why: u.Why}); err != nil {
				return err
			}
		}
		if idle++; len(ready) > 0 || waiting {
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

// takeReady takes in the files that have come to rest, and remembers which.
func (c *call) takeReady(d *app.Desk, w *folder.Watch, dir string, ready []folder.Lying, in app.Incoming) error {
	var list []app.Waiting
	for _, l := range ready {
		list = append(list, folder.In(dir, l))
	}
	if len(list) == 0 {
		return nil
	}
	sum, err := d.ReceiveAll(c.ctx, list, in, nil)
	for _, f := range sum.Files {
		switch f.Outcome {
		case app.OutcomeWaiting:
			continue
		case app.OutcomeLost:
			w.Failed(f.Name)
		default:
			w.Done(f.Name)
		}
		if err := c.out.Encode(lineOfFiled(f)); err != nil {
			return err
		}
	}
	return errors.Join(err, d.KeepWatched(c.ctx, app.Watched{Folder: dir, Form: in.Filing(), Dealt: w.Dealt()}))
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
