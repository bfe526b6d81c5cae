package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"corridor/storage"
)

// Backup writes a whole, consistent copy of the journal as it stands to a new
// file, readable by its owner only, while the journal stays in use. It refuses
// to touch a file that exists. The copy is on the disk when it returns.
func (s *Store) Backup(ctx context.Context, to string) (err error) {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("sqlite: backup: %w", storage.ErrExists)
	}
	if err != nil {
		return fmt.Errorf("sqlite: backup: %w", translate(err))
	}
	defer func() {
		if err != nil {
			_ = os.Remove(to)
		}
	}()
	defer f.Close()
	db := connect(s.path, "ro")
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return fmt.Errorf("sqlite: backup: %w", translate(err))
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("sqlite: backup: %w", translate(err))
	}
	d, err := os.Open(filepath.Dir(to))
	if err != nil {
		return fmt.Errorf("sqlite: backup: %w", translate(err))
	}
	_ = d.Sync() // not every file system can
	return d.Close()
}

// Check asks the database whether its own structure is whole.
func (s *Store) Check(ctx context.Context) error {
	var said string
	if err := s.db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said); err != nil {
		return fmt.Errorf("sqlite: check: %w", translate(err))
	}
	if said != "ok" {
		return fmt.Errorf("sqlite: check: %w", storage.ErrDamaged)
	}
	return nil
}

// Salvaged counts what could be carried over from a damaged file, and how many
// records that should be there could not be read. Lost counts places up to the
// last one that was seen; what lay behind that cannot be counted.
type Salvaged struct {
	Rows, Parts, Keys, Grants, Pads, Lost int
}

// table is a table to carry over, by its row numbers.
type table struct {
	name, columns, marks string
	count                func(*Salvaged) *int
}

func tables() []table {
	return []table{
		{"row", "seq,compartment,epoch,prev,body_hash,hash,tag,body", "?,?,?,?,?,?,?,?", func(s *Salvaged) *int { return &s.Rows }},
		{"content", "id,part,body_hash,body", "?,?,?,?", func(s *Salvaged) *int { return &s.Parts }},
		{"content_key", "id,compartment,epoch,packet", "?,?,?,?", func(s *Salvaged) *int { return &s.Keys }},
		{"epoch_grant", "compartment,epoch,packet", "?,?,?", func(s *Salvaged) *int { return &s.Grants }},
		{"pad", "author,draft,body", "?,?,?", func(s *Salvaged) *int { return &s.Pads }},
	}
}

// Salvage carries every record that can still be read from a damaged file over
// to a new one. It judges nothing: the new file is to be read like any other,
// and shows at each place what is missing. vault is the vault's id, in case
// the file has lost it.
func Salvage(ctx context.Context, from, to, vault string) (out Salvaged, err error) {
	dst, err := Create(ctx, to)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, dst.Close()) }()
	if err := dst.SetMeta(ctx, "vault", []byte(vault)); err != nil {
		return out, err
	}
	src := connect(from, "ro")
	defer src.Close()
	for _, t := range tables() {
		if err := carry(ctx, src, dst.db, t, &out); err != nil {
			return out, fmt.Errorf("sqlite: salvage %s: %w", t.name, translate(err))
		}
	}
	return out, nil
}

// step is how many row numbers are tried at once while all is well.
const step = 64

// giveUp is how many row numbers in a row may fail or be empty, behind the last
// one that the file knows of, before the end is taken to be reached.
const giveUp = 4096

func carry(ctx context.Context, src, dst *sql.DB, t table, out *Salvaged) error {
	var top int64
	if err := src.QueryRowContext(ctx, "SELECT max(rowid) FROM "+t.name).Scan(&top); err != nil {
		top = 0 // not known: go on until nothing more comes
	}
	barren := int64(0)
	for at := int64(1); at <= top || barren < giveUp; at += step {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		got, lost, err := carryRange(ctx, src, dst, t, at, at+step-1)
		if err != nil {
			return err
		}
		*t.count(out) += got
		if barren += step; got > 0 {
			barren = 0
		}
		if at <= top {
			out.Lost += lost
		}
	}
	return nil
}

// carryRange carries row numbers from lo to hi, halving the range around what
// cannot be read. Only a failure to write is an error.
func carryRange(ctx context.Context, src, dst *sql.DB, t table, lo, hi int64) (got, lost int, err error) {
	rows, failed := load(ctx, src, t, lo, hi)
	if !failed {
		for _, r := range rows {
			if _, err := dst.ExecContext(ctx, "INSERT OR IGNORE INTO "+t.name+"("+t.columns+") VALUES("+t.marks+")", r...); err != nil {
				return got, lost, err
			}
			got++
		}
		return got, 0, nil
	}
	if lo == hi {
		return 0, 1, nil
	}
	mid := (lo + hi) / 2
	g1, l1, err := carryRange(ctx, src, dst, t, lo, mid)
	if err != nil {
		return g1, l1, err
	}
	g2, l2, err := carryRange(ctx, src, dst, t, mid+1, hi)
	return g1 + g2, l1 + l2, err
}

func load(ctx context.Context, src *sql.DB, t table, lo, hi int64) (out [][]any, failed bool) {
	rs, err := src.QueryContext(ctx, "SELECT "+t.columns+" FROM "+t.name+" WHERE rowid BETWEEN ? AND ?", lo, hi)
	if err != nil {
		return nil, true
	}
	defer rs.Close()
	names, err := rs.Columns()
	if err != nil {
		return nil, true
	}
	for rs.Next() {
		vals, ptrs := make([]any, len(names)), make([]any, len(names))
		for i := range vals {
			ptrs[i] = &vals[i]
		}
		if err := rs.Scan(ptrs...); err != nil {
			return nil, true
		}
		out = append(out, vals)
	}
	return out, rs.Err() != nil
}
