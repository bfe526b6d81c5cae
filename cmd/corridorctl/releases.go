package main

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/release"
)

type waitingLine struct {
	Ref       string    `json:"ref"`
	Item      string    `json:"item"`
	Status    string    `json:"status"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Emergency bool      `json:"emergency,omitempty"`
}

func waiting(c *call, d *app.Desk, _ *flag.FlagSet) error {
	for _, r := range d.Waiting() {
		if err := c.out.Encode(waitingLine{r.Ref, r.ItemRef, r.Status, r.SubmittedBy, r.SubmittedAt, r.Emergency}); err != nil {
			return err
		}
	}
	return nil
}

func review(c *call, d *app.Desk, _ *flag.FlagSet) error {
	id, err := c.release(d)
	if err != nil {
		return err
	}
	s, err := d.OpenSubmission(c.ctx, id)
	if err != nil {
		return err
	}
	s.Pages = nil
	return c.out.Encode(s)
}

// approve cites the approver's own views: `review` comes before it.
func approve(c *call, d *app.Desk, _ *flag.FlagSet) error {
	id, err := c.release(d)
	if err != nil {
		return err
	}
	return c.withPassphrase(func(pass []byte) error { return d.Approve(c.ctx, id, pass) })
}

func returnRelease(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.release(d)
	if err != nil {
		return err
	}
	return d.Return(c.ctx, id, get(f, "reason"))
}

func refuseRelease(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.release(d)
	if err != nil {
		return err
	}
	return d.Refuse(c.ctx, id, get(f, "reason"))
}

func sendFlags(f *flag.FlagSet) {
	f.String("to", "", "folder for the packages")
	f.Bool("zip", false, "one .zip for each copy instead of a folder")
}

func sendRelease(c *call, d *app.Desk, f *flag.FlagSet) error {
	to := get(f, "to")
	if to == "" {
		return errUse("say where to: --to DIR")
	}
	id, err := c.release(d)
	if err != nil {
		return err
	}
	packs, err := d.Dispatch(c.ctx, id)
	if err != nil {
		return err
	}
	return c.write(packs, to, get(f, "zip") == "true")
}

// write puts packages on the disk; everything in them is encrypted already.
func (c *call) write(packs []app.Package, to string, asZip bool) error {
	for _, p := range packs {
		name := fmt.Sprintf("%s-copy-%d", p.Ref, p.Copy)
		where := filepath.Join(to, name)
		var err error
		if asZip {
			where += ".zip"
			err = writeZip(where, p)
		} else {
			err = writeFolder(where, p)
		}
		if err != nil {
			return fmt.Errorf("the release is recorded as sent but its files could not be written to %s: %w", to, err)
		}
		err = c.out.Encode(struct {
			Ref  string `json:"ref"`
			Copy int    `json:"copy"`
			Path string `json:"path"`
		}{p.Ref, p.Copy, where})
		if err != nil {
			return err
		}
	}
	return nil
}

func writeFolder(dir string, p app.Package) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for name, b := range p.Files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func writeZip(path string, p app.Package) error {
	var names []string
	for n := range p.Files {
		names = append(names, n)
	}
	sort.Strings(names)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: n, Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := w.Write(p.Files[n]); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
}

// emergencyIn is what the emergency route reads.
type emergencyIn struct {
	How         string `json:"how"`
	At          string `json:"at"`
	Words       string `json:"words"`
	Recipient   string `json:"recipient"`
	Why         string `json:"why"`
	Unreachable string `json:"unreachable"`
}

func emergency(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.item(d)
	if err != nil {
		return err
	}
	in, err := decode[emergencyIn](c)
	if err != nil {
		return err
	}
	e := app.EmergencyInput{How: in.How, Words: release.EmergencyWords{Words: in.Words, Recipient: in.Recipient, Why: in.Why, Unreachable: in.Unreachable}}
	if in.At != "" {
		if e.At, err = time.Parse(time.RFC3339, in.At); err != nil {
			return errUse("times are written 2026-11-23T09:30:00Z")
		}
	}
	if in.How == release.Sent {
		if e.To, err = recipientNamed(d, in.Recipient); err != nil {
			e.To = entry.ID("none") // the route itself says what to do
		}
	}
	packs, err := d.Emergency(c.ctx, id, e)
	if err != nil {
		return err
	}
	if len(packs) == 0 {
		return nil
	}
	to := get(f, "to")
	if to == "" {
		to = "."
	}
	return c.write(packs, to, false)
}

func signFlags(f *flag.FlagSet) {
	str("reason: what you found")(f)
	f.Bool("no", false, "not endorsed")
}

func emergencySign(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.item(d)
	if err != nil {
		return err
	}
	for _, r := range d.Releases() {
		if r.Item == id && r.Emergency && !r.Signed {
			return d.EmergencySign(c.ctx, id, r.Release, get(f, "no") != "true", get(f, "reason"))
		}
	}
	return app.ErrNoItem
}
