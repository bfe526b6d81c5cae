package sevenzip

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz/lzma"
)

// Methods by the numbers of Methods.txt.
const (
	methodCopy    = 0x00
	methodDelta   = 0x03
	methodLZMA2   = 0x21
	methodLZMA    = 0x030101
	methodDeflate = 0x040108
	methodBZip2   = 0x040202
	methodZstd    = 0x04f71101
	methodAES     = 0x06f10701
)

func methodName(id uint64) string {
	switch id {
	case 0x030401:
		return "PPMd"
	case 0x040109:
		return "Deflate64"
	case 0x03030103, 0x0303011b, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x03030205, 0x03030401, 0x03030501, 0x03030701, 0x03030805:
		return "a filter for machine code"
	}
	return fmt.Sprintf("method %x", id)
}

// unpack gives the bytes of a folder.
func (a *Archive) unpack(f *folder) (io.Reader, error) {
	if f.bad != nil {
		return nil, f.bad
	}
	if f.packed >= len(a.packed) {
		return nil, ErrDamaged
	}
	p := a.packed[f.packed]
	var src io.Reader = bytes.NewReader(a.b[p.at : p.at+p.size])
	for i, c := range f.coders {
		var err error
		if src, err = c.open(src, f.sizes[i], a.pass); err != nil {
			return nil, err
		}
		src = io.LimitReader(src, int64(f.sizes[i]))
	}
	return src, nil
}

// open sets one method over src; size is how many bytes come out of it.
func (c coder) open(src io.Reader, size uint64, pass string) (io.Reader, error) {
	switch c.id {
	case methodCopy:
		return src, nil
	case methodDelta:
		if len(c.props) != 1 {
			return nil, ErrDamaged
		}
		return &delta{src: src, back: make([]byte, int(c.props[0])+1)}, nil
	case methodLZMA:
		if len(c.props) != 5 {
			return nil, ErrDamaged
		}
		want := min(uint64(binary.LittleEndian.Uint32(c.props[1:])), max(size, lzma.MinDictCap))
		if want > MaxDictionary {
			return nil, &Unsupported{"a dictionary of that size"}
		}
		head := binary.LittleEndian.AppendUint32([]byte{c.props[0]}, uint32(want))
		head = binary.LittleEndian.AppendUint64(head, size)
		r, err := lzma.NewReader(io.MultiReader(bytes.NewReader(head), src))
		return r, damaged(err)
	case methodLZMA2:
		if len(c.props) != 1 || c.props[0] > 40 {
			return nil, ErrDamaged
		}
		want := uint64(2|c.props[0]&1) << (c.props[0]/2 + 11)
		want = min(want, max(size, lzma.MinDictCap))
		if want > MaxDictionary {
			return nil, &Unsupported{"a dictionary of that size"}
		}
		r, err := lzma.Reader2Config{DictCap: int(want)}.NewReader2(src)
		return r, damaged(err)
	case methodDeflate:
		return flate.NewReader(src), nil
	case methodBZip2:
		return bzip2.NewReader(src), nil
	case methodZstd:
		r, err := zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(MaxDictionary), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, ErrDamaged
		}
		return r, nil
	case methodAES:
		return openAES(src, c.props, pass)
	}
	return nil, &Unsupported{methodName(c.id)}
}

func damaged(err error) error {
	if err != nil {
		return ErrDamaged
	}
	return nil
}

// delta undoes the filter that keeps differences of bytes some way apart.
type delta struct {
	src  io.Reader
	back []byte
	at   int
}

func (d *delta) Read(p []byte) (int, error) {
	n, err := d.src.Read(p)
	for i := range p[:n] {
		p[i] += d.back[d.at]
		d.back[d.at] = p[i]
		d.at = (d.at + 1) % len(d.back)
	}
	return n, err
}

// maxPower is the binary logarithm of the most rounds of key derivation.
const maxPower = 24

// openAES is AES-256 in CBC mode; its key is one long SHA-256.
func openAES(src io.Reader, props []byte, pass string) (io.Reader, error) {
	if len(props) < 2 {
		return nil, ErrDamaged
	}
	power := props[0] & 0x3f
	salt, iv := int(props[0]>>7&1)+int(props[1]>>4), int(props[0]>>6&1)+int(props[1]&0xf)
	if len(props) < 2+salt+iv || iv > aes.BlockSize {
		return nil, ErrDamaged
	}
	if power > maxPower {
		return nil, &Unsupported{"a key of that many rounds"}
	}
	if pass == "" {
		return nil, ErrNeedsPassword
	}
	round := bytes.Clone(props[2 : 2+salt])
	for _, u := range utf16.Encode([]rune(pass)) {
		round = binary.LittleEndian.AppendUint16(round, u)
	}
	n := len(round)
	round = append(round, make([]byte, 8)...)
	h := sha256.New()
	for i := range uint64(1) << power {
		binary.LittleEndian.PutUint64(round[n:], i)
		h.Write(round)
	}
	block, err := aes.NewCipher(h.Sum(nil))
	if err != nil {
		return nil, ErrDamaged
	}
	start := make([]byte, aes.BlockSize)
	copy(start, props[2+salt:2+salt+iv])
	return &cbc{src: src, mode: cipher.NewCBCDecrypter(block, start)}, nil
}

// cbc decrypts whole blocks of src; a last block that is not whole is left.
type cbc struct {
	src  io.Reader
	mode cipher.BlockMode
	buf  [4096]byte
	rest []byte
}

func (c *cbc) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		n, err := io.ReadFull(c.src, c.buf[:])
		n &^= aes.BlockSize - 1
		if n == 0 {
			if err == nil || err == io.ErrUnexpectedEOF {
				err = io.EOF
			}
			return 0, err
		}
		c.rest = c.buf[:n]
		c.mode.CryptBlocks(c.rest, c.rest)
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}
