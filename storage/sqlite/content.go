package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"corridor/storage"
)

// Part reads one part of a piece of content.
func (s *Store) Part(ctx context.Context, id []byte, part int) (storage.Part, error) {
	p := storage.Part{ID: id, Part: part}
	err := s.db.QueryRowContext(ctx, "SELECT substr(body_hash,1,64),iif(length(body)>4194304,x'',body) FROM content WHERE id=? AND part=?", id, part).Scan(&p.BodyHash, &p.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return p, fmt.Errorf("sqlite: part %d: %w", part, storage.ErrNone)
	}
	if err != nil {
		return p, fmt.Errorf("sqlite: part %d: %w", part, translate(err))
	}
	return p, nil
}

// together is how many pieces FirstParts asks for in one statement.
const together = 32

var selectFirstParts = `SELECT k.id, iif(length(c.body)>4194304,x'',c.body), k.packet IS NULL
  FROM content_key k LEFT JOIN content c ON c.id=k.id AND c.part=0 WHERE k.id IN (?` + strings.Repeat(",?", together-1) + ")"

// FirstParts shows the first part of each of many pieces.
func (s *Store) FirstParts(ctx context.Context, ids [][]byte, show func(id, body []byte, destroyed bool)) error {
	for some := range slices.Chunk(ids, together) {
		args := make([]any, together) // nil finds nothing
		for i, id := range some {
			args[i] = id
		}
		if err := s.firstParts(ctx, args, show); err != nil {
			return fmt.Errorf("sqlite: first parts: %w", translate(err))
		}
	}
	return nil
}

func (s *Store) firstParts(ctx context.Context, args []any, show func(id, body []byte, destroyed bool)) error {
	rs, err := s.db.QueryContext(ctx, selectFirstParts, args...)
	if err != nil {
		return err
	}
	defer rs.Close()
	for rs.Next() {
		var id, body sql.RawBytes
		var destroyed bool
		if err := rs.Scan(&id, &body, &destroyed); err != nil {
			return err
		}
		show(id, body, destroyed)
	}
	return rs.Err()
}

// Hashes reads the hashes of a piece's parts, which must be numbered from 0
// without gaps; whole is false if one is missing or has no body.
func (s *Store) Hashes(ctx context.Context, id []byte) (hashes [][]byte, whole bool, err error) {
	rs, err := s.db.QueryContext(ctx, "SELECT part,substr(body_hash,1,64),body IS NOT NULL FROM content WHERE id=? ORDER BY part", id)
	if err != nil {
		return nil, false, fmt.Errorf("sqlite: hashes: %w", translate(err))
	}
	defer rs.Close()
	whole = true
	for rs.Next() {
		var part int64
		var h []byte
		var there bool
		if err := rs.Scan(&part, &h, &there); err != nil {
			return nil, false, fmt.Errorf("sqlite: hashes: %w", translate(err))
		}
		whole = whole && there && part == int64(len(hashes))
		hashes = append(hashes, h)
	}
	if err := rs.Err(); err != nil {
		return nil, false, fmt.Errorf("sqlite: hashes: %w", translate(err))
	}
	return hashes, whole && len(hashes) > 0, nil
}

// ContentKey reads the sealed key of a piece.
func (s *Store) ContentKey(ctx context.Context, id []byte) (storage.ContentKey, error) {
	k := storage.ContentKey{ID: id}
	var epoch int64
	err := s.db.QueryRowContext(ctx, "SELECT substr(compartment,1,64),epoch,substr(packet,1,65536) FROM content_key WHERE id=?", id).Scan(&k.Compartment, &epoch, &k.Packet)
	if errors.Is(err, sql.ErrNoRows) {
		return k, fmt.Errorf("sqlite: content key: %w", storage.ErrNone)
	}
	if err != nil {
		return k, fmt.Errorf("sqlite: content key: %w", translate(err))
	}
	k.Epoch = clip(epoch)
	return k, nil
}

// Destroy forgets the keys and bodies of pieces. Hashes stay, so that what was
// destroyed can still be named. The write-ahead log is emptied afterwards, so
// that the old pages do not live on there.
func (s *Store) Destroy(ctx context.Context, ids [][]byte) error {
	err := s.write(ctx, "destroy", func(ctx context.Context, tx *sql.Tx) error {
		for _, id := range ids {
			if err := exec(ctx, tx, "UPDATE content_key SET packet=NULL WHERE id=?", id); err != nil {
				return err
			}
			if err := exec(ctx, tx, "UPDATE content SET body=NULL WHERE id=?", id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return fmt.Errorf("sqlite: destroy: checkpoint: %w", translate(err))
	}
	return nil
}

// PutPad stores sealed text being typed over what stood there.
func (s *Store) PutPad(ctx context.Context, author, draft, body []byte) error {
	return s.write(ctx, "put pad", func(ctx context.Context, tx *sql.Tx) error {
		return exec(ctx, tx, "INSERT INTO pad(author,draft,body) VALUES(?,?,?) ON CONFLICT(author,draft) DO UPDATE SET body=excluded.body", author, draft, body)
	})
}

// Pad reads sealed text being typed; nil if there is none.
func (s *Store) Pad(ctx context.Context, author, draft []byte) ([]byte, error) {
	var b []byte
	err := s.db.QueryRowContext(ctx, "SELECT body FROM pad WHERE author=? AND draft=?", author, draft).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("sqlite: pad: %w", translate(err))
	}
	return b, nil
}

// DropPad forgets sealed text being typed.
func (s *Store) DropPad(ctx context.Context, author, draft []byte) error {
	return s.write(ctx, "drop pad", func(ctx context.Context, tx *sql.Tx) error {
		return exec(ctx, tx, "DELETE FROM pad WHERE author=? AND draft=?", author, draft)
	})
}
