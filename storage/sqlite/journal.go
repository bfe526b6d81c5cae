package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"corridor/storage"
)

// The statements of an append.
const (
	selectLast  = "SELECT coalesce(max(seq),0) FROM row"
	insertPart  = "INSERT INTO content(id,part,body_hash,body) VALUES(?,?,?,?)"
	insertKey   = "INSERT INTO content_key(id,compartment,epoch,packet) VALUES(?,?,?,?)"
	insertGrant = "INSERT INTO epoch_grant(compartment,epoch,packet) VALUES(?,?,?)"
	insertRow   = "INSERT INTO row(seq,compartment,epoch,prev,body_hash,hash,tag,body) VALUES(?,?,?,?,?,?,?,?)"
)

// statements are those of an append, prepared once for the one connection.
type statements map[string]*sql.Stmt

// prepared prepares the statements at the first append. It must not be called
// inside a transaction, which holds the connection.
func (s *Store) prepared(ctx context.Context) (statements, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.append != nil {
		return s.append, nil
	}
	all := statements{}
	for _, q := range []string{selectLast, insertPart, insertKey, insertGrant, insertRow} {
		st, err := s.db.PrepareContext(ctx, q) //nolint:sqlclosecheck // kept for every append; the database closes it
		if err != nil {
			for _, st := range all {
				_ = st.Close()
			}
			return nil, fmt.Errorf("sqlite: append: %w", translate(err))
		}
		all[q] = st
	}
	s.append = all
	return all, nil
}

// Append runs build in an immediate transaction and commits what it gives.
func (s *Store) Append(ctx context.Context, build func(storage.Place) (storage.Batch, error)) error {
	all, err := s.prepared(ctx)
	if err != nil {
		return err
	}
	return s.write(ctx, "append", func(ctx context.Context, tx *sql.Tx) error {
		var p storage.Place
		if err := tx.StmtContext(ctx, all[selectLast]).QueryRowContext(ctx).Scan(&p.Last); err != nil { //nolint:sqlclosecheck // the transaction closes it
			return err
		}
		b, err := build(p)
		if err != nil {
			return err
		}
		if !s.laid {
			s.laid = true
			s.layLog()
		}
		for _, id := range b.Staged {
			if err := exec(ctx, tx, deleteStaged, id); err != nil {
				return err
			}
		}
		return all.insert(ctx, tx, b)
	})
}

func (all statements) insert(ctx context.Context, tx *sql.Tx, b storage.Batch) error {
	in := statements{}
	do := func(q string, args ...any) error {
		if in[q] == nil {
			in[q] = tx.StmtContext(ctx, all[q])
		}
		_, err := in[q].ExecContext(ctx, args...)
		return err
	}
	for _, c := range b.Parts {
		if err := do(insertPart, c.ID, c.Part, c.BodyHash, c.Body); err != nil {
			return err
		}
	}
	for _, k := range b.Keys {
		if err := do(insertKey, k.ID, k.Compartment, k.Epoch, k.Packet); err != nil {
			return err
		}
	}
	for _, g := range b.Grants {
		if err := do(insertGrant, g.Compartment, g.Epoch, g.Packet); err != nil {
			return err
		}
	}
	for _, r := range b.Rows {
		if r.Seq == 0 || r.Seq > math.MaxInt64 {
			return fmt.Errorf("row %d: no such place", r.Seq)
		}
		if err := do(insertRow, int64(r.Seq), r.Compartment, r.Epoch, r.Prev, r.BodyHash, r.Hash, r.Tag, r.Body); err != nil {
			return err
		}
	}
	return nil
}

func exec(ctx context.Context, tx *sql.Tx, q string, args ...any) error {
	_, err := tx.ExecContext(ctx, q, args...)
	return err
}

// write runs f in one transaction. Once begun it is not stopped half-way: it is
// short, and every statement that could be stopped costs a goroutine.
func (s *Store) write(ctx context.Context, what string, f func(context.Context, *sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("sqlite: %s: %w", what, err)
	}
	if err := s.there(); err != nil {
		return fmt.Errorf("sqlite: %s: %w", what, err)
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("sqlite: %s: %w", what, translate(err))
	}
	defer func() { _ = tx.Rollback() }() // no effect after Commit
	if err := f(ctx, tx); err != nil {
		return fmt.Errorf("sqlite: %s: %w", what, translate(err))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("sqlite: %s: %w", what, translate(err))
	}
	return nil
}

// selectRows caps every length, so that garbage written into the file cannot
// fill the memory: what is too long is cut or left out, and then does not agree
// with its hash.
const selectRows = `SELECT seq, substr(compartment,1,64), epoch, substr(prev,1,64), substr(body_hash,1,64), substr(hash,1,64),
  substr(tag,1,64), iif(length(body)>8388608, x'', body) FROM row WHERE seq>=? ORDER BY seq LIMIT ?`

// Rows reads a batch of rows in order. It asks for the place itself and not for
// what follows the one before, so that a damaged page does not hide the sound
// one behind it.
func (s *Store) Rows(ctx context.Context, after uint64, limit int) ([]storage.Row, error) {
	if after >= math.MaxInt64 {
		return nil, nil
	}
	rs, err := s.db.QueryContext(ctx,
		selectRows, int64(after)+1, limit)
	if err != nil {
		return nil, fmt.Errorf("sqlite: rows after %d: %w", after, translate(err))
	}
	defer rs.Close()
	out := make([]storage.Row, 0, min(limit, 512))
	for rs.Next() {
		var r storage.Row
		var seq, epoch int64
		if err := rs.Scan(&seq, &r.Compartment, &epoch, &r.Prev, &r.BodyHash, &r.Hash, &r.Tag, &r.Body); err != nil {
			return out, fmt.Errorf("sqlite: rows after %d: %w", after, translate(err))
		}
		r.Seq, r.Epoch = uint64(seq), clip(epoch)
		out = append(out, r)
	}
	if err := rs.Err(); err != nil {
		return out, fmt.Errorf("sqlite: rows after %d: %w", after, translate(err))
	}
	return out, nil
}

// clip gives 0, which is no epoch, for a number that no epoch can have.
func clip(n int64) uint32 {
	if n < 0 || n > math.MaxUint32 {
		return 0
	}
	return uint32(n)
}

// Last is the highest seq of any row.
func (s *Store) Last(ctx context.Context) (uint64, error) {
	var n int64
	if err := s.db.QueryRowContext(ctx, "SELECT coalesce(max(seq),0) FROM row").Scan(&n); err != nil {
		return 0, fmt.Errorf("sqlite: last: %w", translate(err))
	}
	return uint64(n), nil
}

// Grants gives the wrapped keys of a compartment in the order of their epochs.
func (s *Store) Grants(ctx context.Context, compartment []byte) ([]storage.Grant, error) {
	rs, err := s.db.QueryContext(ctx, "SELECT compartment,epoch,substr(packet,1,65536) FROM epoch_grant WHERE compartment=? ORDER BY epoch,rowid", compartment)
	if err != nil {
		return nil, fmt.Errorf("sqlite: grants: %w", translate(err))
	}
	defer rs.Close()
	var out []storage.Grant
	for rs.Next() {
		var g storage.Grant
		var epoch int64
		if err := rs.Scan(&g.Compartment, &epoch, &g.Packet); err != nil {
			return nil, fmt.Errorf("sqlite: grants: %w", translate(err))
		}
		g.Epoch = clip(epoch)
		out = append(out, g)
	}
	if err := rs.Err(); err != nil {
		return nil, fmt.Errorf("sqlite: grants: %w", translate(err))
	}
	return out, nil
}

// Compartments lists the compartments that hold any grant.
func (s *Store) Compartments(ctx context.Context) ([][]byte, error) {
	rs, err := s.db.QueryContext(ctx, "SELECT DISTINCT compartment FROM epoch_grant ORDER BY compartment")
	if err != nil {
		return nil, fmt.Errorf("sqlite: compartments: %w", translate(err))
	}
	defer rs.Close()
	var out [][]byte
	for rs.Next() {
		var c []byte
		if err := rs.Scan(&c); err != nil {
			return nil, fmt.Errorf("sqlite: compartments: %w", translate(err))
		}
		out = append(out, c)
	}
	if err := rs.Err(); err != nil {
		return nil, fmt.Errorf("sqlite: compartments: %w", translate(err))
	}
	return out, nil
}

// Meta reads one named value.
func (s *Store) Meta(ctx context.Context, key string) ([]byte, error) {
	var v []byte
	err := s.db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key=?", key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("sqlite: meta %s: %w", key, storage.ErrNone)
	}
	if err != nil {
		return nil, fmt.Errorf("sqlite: meta %s: %w", key, translate(err))
	}
	return v, nil
}

// SetMeta writes one named value.
func (s *Store) SetMeta(ctx context.Context, key string, value []byte) error {
	return s.write(ctx, "meta "+key, func(ctx context.Context, tx *sql.Tx) error {
		return exec(ctx, tx, "INSERT INTO meta(key,value) VALUES(?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value", key, value)
	})
}

// Limit caps the size of the file, in its pages (8 KiB in a file of our own
// making), so that a unit can keep room for other things on its disk. The cap is not kept in the file.
func (s *Store) Limit(pages int) error {
	if _, err := s.db.Exec(fmt.Sprintf("PRAGMA max_page_count=%d", pages)); err != nil {
		return fmt.Errorf("sqlite: limit: %w", translate(err))
	}
	return nil
}
