package intake

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/binary"
	"hash/crc32"
	"io"
)

var (
	needPassword  = Failure{"password-required", "not read: encrypted; a passphrase is needed"}
	wrongPassword = Failure{"wrong-passphrase", "not read: the passphrase does not open it"}
)

// openSealed opens an encrypted zip entry, by the old cipher or by AES.
func openSealed(f *zip.File, pass string) (io.ReadCloser, *Failure) {
	if pass == "" {
		bad := needPassword
		return nil, &bad
	}
	src, err := f.OpenRaw()
	if err != nil {
		return nil, &Failure{"damaged", "not read: the entry is damaged"}
	}
	raw, err := io.ReadAll(io.LimitReader(src, 256<<20))
	if err != nil {
		return nil, &Failure{"damaged", "not read: the entry is damaged"}
	}
	method := f.Method
	var plain []byte
	var ok bool
	if method == 99 {
		plain, method, ok = openAES(raw, f.Extra, pass)
	} else {
		plain, ok = openOld(raw, f, pass)
	}
	if !ok {
		bad := wrongPassword
		return nil, &bad
	}
	switch method {
	case zip.Store:
		return io.NopCloser(bytes.NewReader(plain)), nil
	case zip.Deflate:
		return flate.NewReader(bytes.NewReader(plain)), nil
	}
	sum := f.CRC32
	if out, ok := openZipped(method, bytes.NewReader(plain), f.UncompressedSize64, sum); ok {
		return out, nil
	}
	return nil, &Failure{"unsupported", "not read: this compression is not supported"}
}

// openOld is the cipher of early PKZIP. It is weak and is only ever read.
func openOld(raw []byte, f *zip.File, pass string) ([]byte, bool) {
	if len(raw) < 12 {
		return nil, false
	}
	k := [3]uint32{0x12345678, 0x23456789, 0x34567890}
	step := func(c byte) {
		k[0] = crc32.IEEETable[byte(k[0])^c] ^ k[0]>>8
		k[1] = (k[1]+k[0]&0xff)*134775813 + 1
		k[2] = crc32.IEEETable[byte(k[2])^byte(k[1]>>24)] ^ k[2]>>8
	}
	for i := range len(pass) {
		step(pass[i])
	}
	out := make([]byte, len(raw))
	for i, c := range raw {
		t := k[2]&0xffff | 2
		out[i] = c ^ byte(t*(t^1)>>8)
		step(out[i])
	}
	check := byte(f.CRC32 >> 24)
	if f.Flags&8 != 0 {
		check = byte(f.ModifiedTime >> 8) // the cipher checks against this very field
	}
	return out[12:], out[11] == check
}

// openAES is the AE-1 and AE-2 form: PBKDF2, AES in counter mode counting from
// one in little-endian order, and a short HMAC.
func openAES(raw, extra []byte, pass string) (plain []byte, method uint16, ok bool) {
	strength := byte(0)
	for len(extra) >= 4 {
		id, n := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if 4+n > len(extra) {
			break
		}
		if id == 0x9901 && n >= 7 {
			strength, method = extra[8], binary.LittleEndian.Uint16(extra[9:])
		}
		extra = extra[4+n:]
	}
	if strength < 1 || strength > 3 {
		return nil, 0, false
	}
	keyLen, saltLen := 8+8*int(strength), 4+4*int(strength)
	if len(raw) < saltLen+12 {
		return nil, 0, false
	}
	key, err := pbkdf2.Key(sha1.New, pass, raw[:saltLen], 1000, 2*keyLen+2)
	if err != nil || !bytes.Equal(key[2*keyLen:], raw[saltLen:saltLen+2]) {
		return nil, 0, false
	}
	body, mac := raw[saltLen+2:len(raw)-10], raw[len(raw)-10:]
	h := hmac.New(sha1.New, key[keyLen:2*keyLen])
	h.Write(body)
	if !hmac.Equal(h.Sum(nil)[:10], mac) {
		return nil, 0, false
	}
	block, err := aes.NewCipher(key[:keyLen])
	if err != nil {
		return nil, 0, false
	}
	return countLittle(block, body), method, true
}

func countLittle(block cipher.Block, body []byte) []byte {
	out := make([]byte, len(body))
	var ctr, pad [16]byte
	for i := range body {
		if i%16 == 0 {
			for j := range ctr {
				ctr[j]++
				if ctr[j] != 0 {
					break
				}
			}
			block.Encrypt(pad[:], ctr[:])
		}
		out[i] = body[i] ^ pad[i%16]
	}
	return out
}
