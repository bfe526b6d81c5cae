package intake

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"math/bits"

	"golang.org/x/text/encoding/charmap"
)

// How office programs of before 2007 encrypt ([MS-OFFCRYPTO] 2.3.5 to 2.3.7).
// All of it is weak; it is only ever read.

// Passphrases that the programs themselves use for files that open without
// asking: a workbook that may be read and not changed, and likewise a
// presentation ([MS-OFFCRYPTO] 2.4.2.3, [MS-PPT] 2.3.7).
const (
	excelOwn      = "VelvetSweatshop"
	powerPointOwn = "/01Hannes Ruescher/01"
)

var sealedOddly = Failure{"unsupported", "not read: the document is encrypted in a way that is not supported"}

// keystream gives the bytes that seal a stream: those of each block begin
// anew, under a key of the block's own.
type keystream struct {
	key  func(block uint32) []byte
	size int // bytes of a block
	at   int // the block that pad holds, less one
	pad  []byte
}

// open unseals b in place. Its first byte stands at place at of the stream.
func (k *keystream) open(b []byte, at int) {
	for len(b) > 0 {
		block, off := at/k.size, at%k.size
		if k.at != block+1 {
			k.pad, k.at = make([]byte, k.size), block+1
			rc4Over(k.key(uint32(block)), k.pad)
		}
		n := min(len(b), k.size-off)
		for i := range n {
			b[i] ^= k.pad[off+i]
		}
		b, at = b[n:], at+n
	}
}

func rc4Over(key, b []byte) {
	if c, err := rc4.NewCipher(key); err == nil {
		c.XORKeyStream(b, b)
	}
}

// oldKey checks a passphrase against an encryption header of version 1.1 (RC4
// of 40 bits) or x.2 (RC4 by way of the CryptoAPI), and gives the key of each
// block.
func oldKey(head []byte, pass string) (func(block uint32) []byte, *Failure) {
	if len(head) < 4 {
		return nil, &Failure{"damaged", "not read: the encrypted document is not whole"}
	}
	major, minor := binary.LittleEndian.Uint16(head), binary.LittleEndian.Uint16(head[2:])
	switch {
	case major == 1 && minor == 1 && len(head) >= 52:
		return key40(head[4:52], pass)
	case minor == 2 && major >= 2 && major <= 4:
		return keyAPI(head[4:], pass)
	}
	return nil, new(sealedOddly)
}

// key40 is [MS-OFFCRYPTO] 2.3.6.2 and 2.3.6.4.
func key40(h []byte, pass string) (func(uint32) []byte, *Failure) {
	salt, check, sum := h[:16], bytes.Clone(h[16:32]), bytes.Clone(h[32:48])
	first := md5.Sum(utf16Pass(pass))
	mixed := md5.Sum(bytes.Repeat(append(first[:5:5], salt...), 16))
	key := func(block uint32) []byte {
		k := md5.Sum(binary.LittleEndian.AppendUint32(mixed[:5:5], block))
		return k[:]
	}
	both := append(check, sum...)
	rc4Over(key(0), both)
	if got := md5.Sum(both[:16]); !bytes.Equal(got[:], both[16:]) {
		return nil, new(wrongPassword)
	}
	return key, nil
}

// keyAPI is [MS-OFFCRYPTO] 2.3.5.1, 2.3.5.2 and 2.3.5.6.
func keyAPI(h []byte, pass string) (func(uint32) []byte, *Failure) {
	bad := &Failure{"damaged", "not read: the encrypted document is not whole"}
	if len(h) < 8 {
		return nil, bad
	}
	n := int64(binary.LittleEndian.Uint32(h[4:]))
	if n < 32 || n > int64(len(h)-8-60) {
		return nil, bad
	}
	head, v := h[8:8+n], h[8+n:]
	const rc4Algorithm = 0x6801
	if alg := binary.LittleEndian.Uint32(head[8:]); alg != rc4Algorithm && alg != 0 {
		return nil, new(sealedOddly)
	}
	size := int(binary.LittleEndian.Uint32(head[16:])) / 8
	if size == 0 {
		size = 5
	}
	if size < 5 || size > 16 {
		return nil, new(sealedOddly)
	}
	salt, both := v[4:20], append(bytes.Clone(v[20:36]), v[40:60]...)
	first := sha1.Sum(append(bytes.Clone(salt), utf16Pass(pass)...))
	key := func(block uint32) []byte {
		k := sha1.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(first[:]), block))
		if size == 5 { // a key of 40 bits is filled up to 128
			return append(bytes.Clone(k[:5]), make([]byte, 11)...)
		}
		return k[:size]
	}
	rc4Over(key(0), both)
	if got := sha1.Sum(both[:16]); !bytes.Equal(got[:], both[16:]) {
		return nil, new(wrongPassword)
	}
	return key, nil
}

// xorPassword is a passphrase as obfuscation takes it: at most fifteen bytes
// of the system's set.
func xorPassword(pass string) []byte {
	b, err := charmap.Windows1252.NewEncoder().Bytes([]byte(pass))
	if err != nil {
		return nil
	}
	return b[:min(len(b), 15)]
}

// xorKey and xorCheck are CreateXorKey_Method1 and
// CreatePasswordVerifier_Method1 ([MS-OFFCRYPTO] 2.3.7.2, 2.3.7.1).
func xorKey(pass []byte) uint16 {
	if len(pass) == 0 {
		return 0
	}
	initial := [...]uint16{0xe1f0, 0x1d0f, 0xcc9c, 0x84c0, 0x110c, 0x0e10, 0xf1ce, 0x313e, 0x1872, 0xe139, 0xd40f, 0x84f9, 0x280c, 0xa96a, 0x4ec3}
	matrix := [...]uint16{
		0xaefc, 0x4dd9, 0x9bb2, 0x2745, 0x4e8a, 0x9d14, 0x2a09, 0x7b61, 0xf6c2, 0xfda5, 0xeb6b, 0xc6f7, 0x9dcf, 0x2bbf,
		0x4563, 0x8ac6, 0x05ad, 0x0b5a, 0x16b4, 0x2d68, 0x5ad0, 0x0375, 0x06ea, 0x0dd4, 0x1ba8, 0x3750, 0x6ea0, 0xdd40,
		0xd849, 0xa0b3, 0x5147, 0xa28e, 0x553d, 0xaa7a, 0x44d5, 0x6f45, 0xde8a, 0xad35, 0x4a4b, 0x9496, 0x390d, 0x721a,
		0xeb23, 0xc667, 0x9cef, 0x29ff, 0x53fe, 0xa7fc, 0x5fd9, 0x47d3, 0x8fa6, 0x0f6d, 0x1eda, 0x3db4, 0x7b68, 0xf6d0,
		0xb861, 0x60e3, 0xc1c6, 0x93ad, 0x377b, 0x6ef6, 0xddec, 0x45a0, 0x8b40, 0x06a1, 0x0d42, 0x1a84, 0x3508, 0x6a10,
		0xaa51, 0x4483, 0x8906, 0x022d, 0x045a, 0x08b4, 0x1168, 0x76b4, 0xed68, 0xcaf1, 0x85c3, 0x1ba7, 0x374e, 0x6e9c,
		0x3730, 0x6e60, 0xdcc0, 0xa9a1, 0x4363, 0x86c6, 0x1dad, 0x3331, 0x6662, 0xccc4, 0x89a9, 0x0373, 0x06e6, 0x0dcc,
		0x1021, 0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48c4,
	}
	key, at := initial[len(pass)-1], len(matrix)-1
	for i := len(pass) - 1; i >= 0; i-- {
		c := pass[i]
		for range 7 {
			if c&0x40 != 0 {
				key ^= matrix[at]
			}
			c <<= 1
			at--
		}
	}
	return key
}

func xorCheck(pass []byte) uint16 {
	v := uint16(0)
	for i := len(pass) - 1; i >= -1; i-- {
		c := byte(len(pass))
		if i >= 0 {
			c = pass[i]
		}
		v = (v>>14&1 | v<<1&0x7fff) ^ uint16(c)
	}
	return v ^ 0xce4b
}

// xorArray is CreateXorArray_Method1 ([MS-OFFCRYPTO] 2.3.7.2): the passphrase
// and then a filling, mixed with the key.
func xorArray(pass []byte) (out [16]byte) {
	key := xorKey(pass)
	fill := []byte{0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80, 0x00, 0xbe, 0x0f, 0x00, 0xbf, 0x0f, 0x00, 0x00}
	full := append(bytes.Clone(pass), fill...)
	for i := range out {
		k := byte(key)
		if i&1 == 1 {
			k = byte(key >> 8)
		}
		out[i] = bits.RotateLeft8(full[i]^k, -1)
	}
	return out
}

// openXOR finds the array for a passphrase whose key and verifier a file
// states.
func openXOR(key, check uint16, pass string) (array [16]byte, bad *Failure) {
	p := xorPassword(pass)
	if len(p) == 0 || xorKey(p) != key || xorCheck(p) != check {
		return array, new(wrongPassword)
	}
	return xorArray(p), nil
}
