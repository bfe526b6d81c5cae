package storage

import (
	"context"
	"errors"
)

// What a store can say no with.
var (
	ErrFull     = errors.New("storage: no room on the disk")
	ErrDamaged  = errors.New("storage: damaged file")
	ErrExists   = errors.New("storage: already there")
	ErrNone     = errors.New("storage: not there")
	ErrReadOnly = errors.New("storage: read-only medium")
	ErrFormat   = errors.New("storage: not a vault")
	ErrVersion  = errors.New("storage: a vault of another version's format")
)

// Row is one act: an envelope in the clear and a sealed body.
type Row struct {
	Seq         uint64
	Compartment []byte // 16 bytes
	Epoch       uint32
	Prev        []byte
	BodyHash    []byte
	Hash        []byte
	Tag         []byte
	Body        []byte
}

// Part is a part of a piece of content. Body is nil once destroyed.
type Part struct {
	ID       []byte // 16 bytes
	Part     int    // from 0
	BodyHash []byte
	Body     []byte
}

// ContentKey is the sealed key of a piece. Packet is nil once destroyed.
type ContentKey struct {
	ID          []byte
	Compartment []byte
	Epoch       uint32
	Packet      []byte
}

// Grant is a session key wrapped to somebody.
type Grant struct {
	Compartment []byte
	Epoch       uint32
	Packet      []byte
}

// Batch is what one append stores: all of it or nothing.
type Batch struct {
	Rows   []Row
	Parts  []Part
	Keys   []ContentKey
	Grants []Grant
	Staged [][]byte // pieces whose parts were staged: they stand with this batch
}

// Place is where the next row may go, as the store sees it inside an append.
type Place struct {
	Last uint64 // highest seq of any row, whatever it holds; 0 for none
}

// Store keeps a journal. It is safe for use by several goroutines.
type Store interface {
	// Append runs build inside an exclusive transaction and stores what it
	// gives, durable when Append returns. build's error undoes everything.
	Append(ctx context.Context, build func(Place) (Batch, error)) error
	// Stage stores parts of a piece ahead of the batch that it belongs to, for
	// what is too large for one. What is staged and never appended counts for
	// nothing: Unstage forgets it, and Staged lists it.
	Stage(ctx context.Context, parts []Part) error
	Unstage(ctx context.Context, id []byte) error
	Staged(ctx context.Context) ([][]byte, error)
	// Rows gives up to limit rows after a place, in order of seq.
	Rows(ctx context.Context, after uint64, limit int) ([]Row, error)
	// Last is the highest seq; 0 for an empty journal.
	Last(ctx context.Context) (uint64, error)
	// Part gives one part of a piece, or ErrNone.
	Part(ctx context.Context, id []byte, part int) (Part, error)
	// FirstParts shows the first part of each of many pieces, in any order:
	// its body, nil if there is none, and whether the piece was destroyed.
	// What has no key is not shown. The bytes are show's until it returns, and
	// show must not use the store.
	FirstParts(ctx context.Context, ids [][]byte, show func(id, body []byte, destroyed bool)) error
	// Hashes gives the body hashes of a piece's parts in order, without their
	// bodies, and whether every body is there.
	Hashes(ctx context.Context, id []byte) (hashes [][]byte, whole bool, err error)
	// ContentKey gives the sealed key of a piece, or ErrNone.
	ContentKey(ctx context.Context, id []byte) (ContentKey, error)
	// Grants gives the grants of a compartment.
	Grants(ctx context.Context, compartment []byte) ([]Grant, error)
	// Compartments lists the compartments that hold any grant.
	Compartments(ctx context.Context) ([][]byte, error)
	// Destroy forgets keys and bodies of pieces for good, in one transaction.
	Destroy(ctx context.Context, ids [][]byte) error
	// PutPad, Pad and DropPad keep sealed text being typed. Pad gives nil
	// without an error when there is none.
	PutPad(ctx context.Context, author, draft, body []byte) error
	Pad(ctx context.Context, author, draft []byte) ([]byte, error)
	DropPad(ctx context.Context, author, draft []byte) error
	// Meta reads and SetMeta writes one named value; Meta gives ErrNone.
	Meta(ctx context.Context, key string) ([]byte, error)
	SetMeta(ctx context.Context, key string, value []byte) error
	Close() error
}
