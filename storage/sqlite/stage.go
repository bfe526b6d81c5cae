package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"corridor/storage"
)

// staged marks in meta the pieces whose parts stand without an entry.
const staged = "staged:"

const (
	insertStaged = "INSERT OR IGNORE INTO meta(key,value) VALUES('" + staged + "'||hex(?),?)"
	deleteStaged = "DELETE FROM meta WHERE key='" + staged + "'||hex(?)"
)

// Stage stores parts of content that no entry names yet.
func (s *Store) Stage(ctx context.Context, parts []storage.Part) error {
	return s.write(ctx, "stage", func(ctx context.Context, tx *sql.Tx) error {
		for _, p := range parts {
			if err := exec(ctx, tx, insertStaged, p.ID, p.ID); err != nil {
				return err
			}
			if err := exec(ctx, tx, insertPart, p.ID, p.Part, p.BodyHash, p.Body); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unstage forgets the parts of a piece that was staged and never appended. It does
// nothing to a piece that was.
func (s *Store) Unstage(ctx context.Context, id []byte) error {
	return s.write(ctx, "unstage", func(ctx context.Context, tx *sql.Tx) error {
		if err := exec(ctx, tx, "DELETE FROM content WHERE id=? AND EXISTS(SELECT 1 FROM meta WHERE key='"+staged+"'||hex(?))", id, id); err != nil {
			return err
		}
		return exec(ctx, tx, deleteStaged, id)
	})
}

// Staged lists the pieces that were staged and never appended.
func (s *Store) Staged(ctx context.Context) (ids [][]byte, err error) {
	rs, err := s.db.QueryContext(ctx, "SELECT substr(value,1,64) FROM meta WHERE key>='"+staged+"' AND key<'staged;'")
	if err != nil {
		return nil, fmt.Errorf("sqlite: staged: %w", translate(err))
	}
	defer rs.Close()
	for rs.Next() {
		var id []byte
		if err := rs.Scan(&id); err != nil {
			return nil, fmt.Errorf("sqlite: staged: %w", translate(err))
		}
		ids = append(ids, id)
	}
	if err := rs.Err(); err != nil {
		return nil, fmt.Errorf("sqlite: staged: %w", translate(err))
	}
	return ids, nil
}
