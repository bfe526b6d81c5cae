package vault

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"corridor/app"
)

// A part of a cache is sealed in blocks, each by itself, so that it can be read
// here and there: AES-256-GCM, under a key that was made for this file, with the
// number of the part and that of the block as nonce. So no block opens in
// another place, and none is missing unseen: the header, which is signed, says
// how long each part is. This is no format of the record: it is written, read
// and thrown away by one build of the program.
const (
	blockSize   = 16 << 10 // bytes of plaintext
	blockSealed = blockSize + 16
	blocksAtime = 64 // blocks that one worker seals or opens together
	maxPart     = 1 << 40
)

func blockCipher(key []byte) (cipher.AEAD, error) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("vault: cache: %w", err)
	}
	return cipher.NewGCM(b)
}

func blockNonce(part uint32, block int64) []byte {
	n := binary.BigEndian.AppendUint32(make([]byte, 0, 12), part)
	return binary.BigEndian.AppendUint64(n, uint64(block))
}

// blocksOf is how many blocks a part of a size takes.
func blocksOf(size int64) int64 { return (size + blockSize - 1) / blockSize }

// writeSealed seals a part, on all processors, and gives how many bytes that
// took.
func writeSealed(ctx context.Context, to io.Writer, aead cipher.AEAD, part uint32, from app.Image) (n int64, err error) {
	const stretch = blocksAtime * blockSize
	stretches := int((from.Size() + stretch - 1) / stretch)
	const lanes = 8 // stretches in memory at once
	out, errs := make([][]byte, lanes), make([]error, lanes)
	for lo := 0; lo < stretches; lo += lanes {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		some := min(lanes, stretches-lo)
		spread(some, func(i int) {
			at := int64(lo+i) * stretch
			out[i], errs[i] = sealStretch(out[i][:0], aead, part, from, at, min(stretch, from.Size()-at))
		})
		if err := errors.Join(errs[:some]...); err != nil {
			return n, err
		}
		for _, b := range out[:some] {
			w, err := to.Write(b)
			if n += int64(w); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

func sealStretch(out []byte, aead cipher.AEAD, part uint32, from app.Image, at, size int64) ([]byte, error) {
	plain := make([]byte, size)
	defer clear(plain)
	if n, err := from.ReadAt(plain, at); int64(n) < size {
		return nil, errors.Join(io.ErrUnexpectedEOF, err)
	}
	for lo := int64(0); lo < size; lo += blockSize {
		out = aead.Seal(out, blockNonce(part, (at+lo)/blockSize), plain[lo:min(lo+blockSize, size)], nil)
	}
	return out, nil
}

// spread does work for 0 to n-1, which are few and large, on all processors.
func spread(n int, work func(int)) {
	onAll(8*n, func(i int) { // as many workers as for so many small pieces
		if i < n {
			work(i)
		}
	})
}

// sealedPart is a part of a cache that can be read here and there. What does not
// open is ErrCache.
type sealedPart struct {
	file     io.ReaderAt
	aead     cipher.AEAD
	part     uint32
	at, size int64

	mu     sync.Mutex
	recent [32]recentBlock // by the number of the block
}

// recentBlock is a block that was opened not long ago; b is nil for none.
type recentBlock struct {
	no int64
	b  []byte
}

func openSealed(file io.ReaderAt, aead cipher.AEAD, part uint32, at, size int64) (*sealedPart, error) {
	if at < 0 || at > maxPart || size < 0 || size > maxPart {
		return nil, ErrCache
	}
	return &sealedPart{file: file, aead: aead, part: part, at: at, size: size}, nil
}

// Size is that of the plaintext.
func (p *sealedPart) Size() int64 { return p.size }

// ReadAt opens the blocks that hold what is asked for.
func (p *sealedPart) ReadAt(b []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, ErrCache
	}
	want := int(min(int64(len(b)), max(0, p.size-off)))
	for n < want {
		no, in := (off+int64(n))/blockSize, (off+int64(n))%blockSize
		if in == 0 && want-n >= blockSize { // a whole one, straight to where it is to go
			if err := p.block(no, b[n:n+blockSize]); err != nil {
				return n, err
			}
			n += blockSize
			continue
		}
		some, err := p.piece(b[n:want], no, in)
		if err != nil {
			return n, err
		}
		n += some
	}
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// piece copies from within a block, which is remembered for a while.
func (p *sealedPart) piece(to []byte, no, in int64) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := &p.recent[no%int64(len(p.recent))]
	if r.b == nil || r.no != no {
		if r.b == nil {
			r.b = make([]byte, blockSize)
		}
		r.no = no
		if err := p.block(no, r.b); err != nil {
			r.b = nil
			return 0, err
		}
	}
	return copy(to, r.b[in:]), nil
}

// block opens one block into a place of blockSize bytes; the last one may be
// shorter.
func (p *sealedPart) block(no int64, into []byte) error {
	size := min(blockSize, p.size-no*blockSize)
	sealed := sealedBlocks.Get().(*[blockSealed]byte)
	defer sealedBlocks.Put(sealed)
	b := sealed[:size+int64(p.aead.Overhead())]
	if n, _ := p.file.ReadAt(b, p.at+no*blockSealed); n < len(b) {
		return ErrCache
	}
	if _, err := p.aead.Open(into[:0], blockNonce(p.part, no), b, nil); err != nil {
		return ErrCache
	}
	return nil
}

var sealedBlocks = sync.Pool{New: func() any { return new([blockSealed]byte) }}

// all opens the whole part on all processors.
func (p *sealedPart) all() ([]byte, error) {
	if _, err := p.file.ReadAt(make([]byte, 1), p.at+max(0, p.size-1)); p.size > 0 && err != nil {
		return nil, ErrCache // shorter than it says: nothing is made ready for it
	}
	out := make([]byte, p.size)
	const stretch = blocksAtime * blockSize
	errs := make([]error, (p.size+stretch-1)/stretch)
	spread(len(errs), func(i int) {
		lo := int64(i) * stretch
		b := out[lo:min(lo+stretch, p.size)]
		if n, err := p.ReadAt(b, lo); n < len(b) {
			errs[i] = err
		}
	})
	if err := errors.Join(errs...); err != nil {
		return nil, ErrCache
	}
	return out, nil
}
