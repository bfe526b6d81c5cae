package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"corridor/app/entry"
	"corridor/app/intel"
)

// MaxKept is the largest file that is kept, in bytes. One over MaxOriginal is kept
// byte-exact and not read: no parser is given as much memory.
const MaxKept = 2 << 30

// receiveLarge keeps a file that is too large to be held. It is sealed while it is
// read, outside the turns of the desk, so that work goes on meanwhile.
func (d *Desk) receiveLarge(ctx context.Context, in Incoming) (Took, error) {
	h := sha256.New()
	p, err := d.Vault.Ahead(ctx, intel.RoleOriginal, hashed(in.Large, h))
	if err != nil {
		return Took{}, fmt.Errorf("app: receive: %w", err)
	}
	took, err := d.takeLarge(ctx, in, p, hex.EncodeToString(h.Sum(nil)))
	if err != nil || took.Already != "" {
		d.Vault.Forget(ctx, p)
	}
	return took, err
}

func (d *Desk) takeLarge(ctx context.Context, in Incoming, p entry.Piece, hash string) (Took, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return Took{}, err
	}
	if id, ok := d.holdings.original(d.place(in), hash); ok {
		return d.link(ctx, id)
	}
	in.sealed = &p
	return d.take(ctx, in, intel.Reading{Name: in.Name, SHA256: hash, Kind: "large",
		NotRead: fmt.Sprintf("size: larger than %d MB: it is kept whole, and nothing in it was read", MaxOriginal>>20)})
}

// hashed is a source whose bytes are summed up as they are read.
func hashed(from *entry.Source, h hash.Hash) *entry.Source {
	out := *from
	out.Open = func() (io.ReadCloser, error) {
		r, err := from.Open()
		if err != nil {
			return nil, err
		}
		h.Reset()
		return struct {
			io.Reader
			io.Closer
		}{io.TeeReader(r, h), r}, nil
	}
	return &out
}

// size is the length of the file in bytes.
func (in Incoming) size() int64 {
	if in.Large != nil {
		return in.Large.Size
	}
	return int64(len(in.Bytes))
}

// original is the piece that holds the file.
func (in Incoming) original() entry.Piece {
	if in.sealed != nil {
		return *in.sealed
	}
	return entry.Piece{Role: intel.RoleOriginal, Body: in.Bytes}
}
