package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/keeping"
	"corridor/app/roster"
)

// ExportInput says to whom everything that is open here is handed out.
type ExportInput struct {
	Certificate []byte
	Heard       string // last eight or more characters of its fingerprint, as read by voice; "" for a confirmed recipient's
	Reason      string
}

// ExportView is what was handed out.
type ExportView struct {
	Fingerprint string
	Entries     int
	Contents    int
	Shut        int // entries in compartments that are not open here: only counted
}

// Names of the files of an export, before ".pgp".
const (
	exportEntries   = "entries.jsonl"
	exportSignature = exportEntries + ".asc"
	exportSigner    = "exporter.asc"
	exportReadMe    = "READ-ME.txt"
)

// readMe goes beside the encrypted files. It says nothing of the vault.
const readMe = `Every file here that ends in .pgp is an OpenPGP message (RFC 4880) to one key.
Any OpenPGP program opens them, such as GnuPG 2.2:

  gpg --decrypt --output entries.jsonl      entries.jsonl.pgp
  gpg --decrypt --output entries.jsonl.asc  entries.jsonl.asc.pgp
  gpg --decrypt --output exporter.asc       exporter.asc.pgp
  gpg --import exporter.asc
  gpg --verify entries.jsonl.asc entries.jsonl

entries.jsonl holds one JSON object a line, in order: each act, its facts, and
for each piece of content its role, its size, the SHA-256 of its plain bytes
and the file under contents/ that holds it.
`

// exportLine is one entry of an export.
type exportLine struct {
	Seq         uint64          `json:"seq"`
	Shut        bool            `json:"shut,omitempty"`
	Compartment string          `json:"compartment,omitempty"`
	Epoch       uint32          `json:"epoch,omitempty"`
	ID          entry.ID        `json:"id,omitempty"`
	Kind        entry.Kind      `json:"kind,omitempty"`
	Item        entry.ID        `json:"item,omitempty"`
	Author      entry.Person    `json:"author,omitempty"`
	Name        string          `json:"name,omitempty"`
	Done        string          `json:"done,omitempty"`
	Recorded    string          `json:"recorded,omitempty"`
	Facts       json.RawMessage `json:"facts,omitempty"`
	Contents    []exportPiece   `json:"contents,omitempty"`
	Fault       entry.Fault     `json:"fault,omitempty"`
}

// exportPiece is one piece of content of an export.
type exportPiece struct {
	Role   string `json:"role"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256,omitempty"` // of the plain bytes
	File   string `json:"file,omitempty"`
	Gone   string `json:"gone,omitempty"` // why there is no file: "destroyed" or "does not open"
}

// Export hands out everything in the compartments that are open here, in files
// encrypted to one certificate in the interoperable profile. A supervisor does
// it, or the recovery key; it is journalled in each of those compartments
// before the first file is given to write, which gets names relative to a
// folder. Nothing is given in clear but a note on how to open the rest.
func (d *Desk) Export(ctx context.Context, in ExportInput, write func(name string, b []byte) error) (ExportView, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !filled(in.Reason) {
		return ExportView{}, refuse("reason", "Say why everything is handed out, and to whom.", "unit")
	}
	cert, err := d.exportable(in)
	if err != nil {
		return ExportView{}, err
	}
	if err := d.load(ctx); err != nil {
		return ExportView{}, err
	}
	v, err := d.recordExport(ctx, cert.Fingerprint, in.Reason)
	if err != nil {
		return v, err
	}
	seal := func(name string, b []byte) error {
		sealed, err := d.Vault.EncryptTo([][]byte{cert.Binary}, "", b)
		if err != nil {
			return fmt.Errorf("app: export: %w", err)
		}
		return write(name+".pgp", sealed)
	}
	if err := write(exportReadMe, []byte(readMe)); err != nil {
		return v, err
	}
	return v, d.exportAll(ctx, seal)
}

// exportable asks that the certificate works and that its fingerprint was read
// by voice: now, or when a recipient was confirmed.
func (d *Desk) exportable(in ExportInput) (Certificate, error) {
	c, err := d.Vault.Certificate(in.Certificate)
	if err != nil {
		return c, refuse("certificate", "The certificate cannot be used: "+certWords(err)+".", "unit")
	}
	for _, r := range d.st.Recipients.All() {
		if r.Confirmed() && r.Fingerprint == c.Fingerprint {
			return c, nil
		}
	}
	heard := strings.ToUpper(strings.ReplaceAll(in.Heard, " ", ""))
	if len(heard) < 8 || !strings.HasSuffix(c.Fingerprint, heard) {
		return c, refuse("fingerprint", "Read the certificate's fingerprint with whoever holds its key, by voice, and give its last eight characters or more as they read them.", "unit")
	}
	return c, nil
}

// recordExport journals an export in each open compartment, with what of it
// leaves.
func (d *Desk) recordExport(ctx context.Context, to, reason string) (ExportView, error) {
	v := ExportView{Fingerprint: to}
	counts := map[entry.ID]keeping.Exported{}
	err := d.Vault.Read(ctx, 0, func(r entry.Record) error {
		if r.Shut {
			v.Shut++
			return nil
		}
		c := counts[r.Compartment]
		c.Entries, c.Contents, c.To = c.Entries+1, c.Contents+len(r.Entry.Contents), to
		counts[r.Compartment] = c
		v.Entries, v.Contents = v.Entries+1, v.Contents+len(r.Entry.Contents)
		return ctx.Err()
	})
	if err != nil {
		return v, err
	}
	var ds []entry.Draft
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		if id != "" {
			ds = append(ds, entry.Draft{Kind: entry.VaultExported, Compartment: id, Facts: counts[id], Pieces: words(intel.RoleReason, reason)})
		}
	}
	return v, d.append(ctx, ds...)
}

// exportAll seals each piece of content, then the list of entries with this
// officer's signature over it.
func (d *Desk) exportAll(ctx context.Context, seal func(string, []byte) error) error {
	faults := map[uint64]entry.Fault{}
	for _, a := range d.st.Alarms {
		faults[a.Seq] = a.Fault
	}
	var list bytes.Buffer
	enc := json.NewEncoder(&list)
	enc.SetEscapeHTML(false)
	err := d.Vault.Read(ctx, 0, func(r entry.Record) error {
		line, err := d.exportLine(ctx, r, faults[r.Seq], seal)
		if err != nil {
			return err
		}
		return enc.Encode(line)
	})
	if err != nil {
		return err
	}
	sig, err := d.Vault.SignRelease(list.Bytes())
	if err != nil {
		return err
	}
	me, _ := d.st.Roster.Person(d.Vault.Me())
	if d.Vault.Me() == roster.Recovery {
		me.Member, _ = d.st.Roster.RecoveryMember()
	}
	signer, err := d.Vault.ReleaseCert(me.Member)
	if err != nil {
		return err
	}
	return errors.Join(seal(exportEntries, list.Bytes()), seal(exportSignature, sig), seal(exportSigner, signer))
}

func (d *Desk) exportLine(ctx context.Context, r entry.Record, fault entry.Fault, seal func(string, []byte) error) (exportLine, error) {
	if r.Shut {
		return exportLine{Seq: r.Seq, Shut: true}, ctx.Err()
	}
	e := r.Entry
	line := exportLine{Seq: r.Seq, Compartment: d.labelOf(r.Compartment), Epoch: r.Epoch, ID: e.ID, Kind: e.Kind, Item: e.Item, Author: e.Author,
		Name: d.name(e.Author), Done: stamp(e.Done), Recorded: stamp(e.Recorded), Facts: e.Facts, Fault: fault}
	for _, c := range e.Contents {
		p := exportPiece{Role: c.Role, Bytes: c.Size}
		b, err := d.Vault.Content(ctx, c)
		switch {
		case errors.Is(err, ErrGone):
			p.Gone = "destroyed"
		case errors.Is(err, ErrDamaged), errors.Is(err, ErrShut):
			p.Gone = "does not open"
		case err != nil:
			return line, err
		default:
			p.SHA256, p.File = sum(b), "contents/"+string(c.ID)+".pgp"
			if err := seal("contents/"+string(c.ID), b); err != nil {
				return line, err
			}
		}
		line.Contents = append(line.Contents, p)
	}
	return line, ctx.Err()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
