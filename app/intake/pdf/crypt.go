package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"corridor/app/pdf/syntax"
)

// cipherState opens the strings and streams of an encrypted file. The old
// ciphers here are weak and are only ever used to read.
type cipherState struct {
	key             []byte
	strAES, strmAES bool
	strNone         bool
	strmNone        bool
	v5              bool
	metadata        bool
	// filesOnly: only embedded files are sealed, all else lies open (EFF).
	filesOnly bool
	fileAES   bool
}

var pad = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// unlock prepares decryption with the passphrase, tried as the user's and as
// the owner's; the empty one is always tried first.
func (f *file) unlock(pass string) error {
	if f.trailer["Encrypt"] == nil {
		return nil
	}
	e := f.dict(f.trailer["Encrypt"])
	if e == nil {
		return ErrDamaged
	}
	if n, _ := f.get(e["Filter"]).(name); n != "Standard" {
		return ErrCipher
	}
	v, r := f.integer(e["V"]), f.integer(e["R"])
	c := &cipherState{v5: r >= 5, metadata: true}
	if m, ok := f.get(e["EncryptMetadata"]).(bool); ok {
		c.metadata = m
	}
	bits := f.integer(e["Length"])
	if bits < 40 || bits > 256 {
		bits = 40
	}
	lengths := []int{bits, 128, 40} // a key is proved before it is taken
	if v == 4 || v == 5 {
		lengths = []int{128, bits, 40} // some writers mean the length they state
		c.strAES, c.strNone = f.method(e, "StrF")
		c.strmAES, c.strmNone = f.method(e, "StmF")
		var open bool
		c.fileAES, open = f.method(e, "EFF")
		c.filesOnly = c.strNone && c.strmNone && !open
	}
	for _, p := range spellings(pass) {
		for _, bits := range lengths {
			if key := f.fileKey(e, p, r, bits/8, c); key != nil {
				c.key = key
				f.cipher = c
				f.cache, f.streams, f.numbers = map[int]any{}, map[int][]any{}, map[int][]int{}
				return nil
			}
		}
	}
	switch {
	case c.filesOnly:
		f.cipher = c // without its key: what is sealed is said to be
		return nil
	case v > 5 || v == 3 || v < 1: // no such way of encrypting is known
		return ErrCipher
	case pass == "":
		return ErrPassword
	}
	return ErrWrongPassword
}

// spellings are the bytes under which a passphrase may have been used: none,
// as typed, as SASLprep makes it (RFC 4013), and in the single-byte set that
// files before AES-256 use.
func spellings(pass string) [][]byte {
	list := [][]byte{nil}
	if pass == "" {
		return list
	}
	list = append(list, []byte(pass))
	prepared := norm.NFKC.String(strings.Map(func(c rune) rune {
		if c == 0xad || c == 0x200b || c == 0x2060 || c == 0xfeff || c >= 0xfe00 && c <= 0xfe0f {
			return -1
		}
		if unicode.Is(unicode.Zs, c) {
			return ' '
		}
		return c
	}, pass))
	if prepared != pass {
		list = append(list, []byte(prepared))
	}
	if single, err := charmap.Windows1252.NewEncoder().String(pass); err == nil && single != pass {
		list = append(list, []byte(single))
	}
	return list
}

func (f *file) method(e dict, key name) (isAES, none bool) {
	n, _ := f.get(e[key]).(name)
	if n == "" || n == "Identity" {
		return false, true
	}
	cf := f.dict(f.dict(e["CF"])[n])
	switch m, _ := f.get(cf["CFM"]).(name); m {
	case "AESV2", "AESV3":
		return true, false
	case "None":
		return false, true
	}
	return false, false
}

func (f *file) bytes(v any) []byte { b, _ := f.get(v).([]byte); return b }

func (f *file) fileKey(e dict, pass []byte, r, n int, c *cipherState) []byte {
	o, u := f.bytes(e["O"]), f.bytes(e["U"])
	if r >= 5 {
		return key256(pass, o, u, f.bytes(e["OE"]), f.bytes(e["UE"]), r)
	}
	if len(o) < 32 || len(u) < 16 {
		return nil
	}
	var id []byte
	if ids := f.array(f.trailer["ID"]); len(ids) > 0 {
		id = f.bytes(ids[0])
	}
	p := uint32(int64(func() float64 { v, _ := f.number(e["P"]); return v }()))
	if r == 2 {
		n = 5
	}
	if key := tryUser(pass, o, u, p, id, r, n, c.metadata); key != nil {
		return key
	}
	return tryUser(userFromOwner(pass, o, r, n), o, u, p, id, r, n, c.metadata)
}

func padded(pass []byte) []byte { return append(bytes.Clone(pass), pad...)[:32] }

func tryUser(pass, o, u []byte, p uint32, id []byte, r, n int, metadata bool) []byte {
	h := md5.New()
	h.Write(padded(pass))
	h.Write(o[:32])
	var le [4]byte
	binary.LittleEndian.PutUint32(le[:], p)
	h.Write(le[:])
	h.Write(id)
	if r >= 4 && !metadata {
		h.Write([]byte{0xff, 0xff, 0xff, 0xff})
	}
	key := h.Sum(nil)
	n = min(n, 16)
	if r >= 3 {
		for range 50 {
			s := md5.Sum(key[:n])
			key = s[:]
		}
	}
	key = key[:n]
	if r == 2 {
		if bytes.Equal(rc(key, pad), u[:min(32, len(u))]) {
			return key
		}
		return nil
	}
	s := md5.Sum(append(bytes.Clone(pad), id...))
	x := s[:]
	for i := range 20 {
		x = rc(xorKey(key, byte(i)), x)
	}
	if bytes.Equal(x[:16], u[:16]) {
		return key
	}
	return nil
}

func userFromOwner(pass, o []byte, r, n int) []byte {
	s := md5.Sum(padded(pass))
	key := s[:]
	n = min(n, 16)
	if r >= 3 {
		for range 50 {
			s := md5.Sum(key)
			key = s[:]
		}
	}
	key = key[:n]
	x := o[:32]
	if r == 2 {
		return rc(key, x)
	}
	for i := 19; i >= 0; i-- {
		x = rc(xorKey(key, byte(i)), x)
	}
	return x
}

func xorKey(key []byte, v byte) []byte {
	out := make([]byte, len(key))
	for i := range key {
		out[i] = key[i] ^ v
	}
	return out
}

func rc(key, b []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return b
	}
	out := make([]byte, len(b))
	c.XORKeyStream(out, b)
	return out
}

// key256 is the key of the AES-256 revisions 5 and 6.
func key256(pass, o, u, oe, ue []byte, r int) []byte {
	if len(o) < 48 || len(u) < 48 || len(oe) < 32 || len(ue) < 32 {
		return nil
	}
	pass = pass[:min(len(pass), 127)]
	o, u = o[:48], u[:48]
	open := func(salt, extra, sealed []byte) []byte {
		block, err := aes.NewCipher(hash256(pass, salt, extra, r))
		if err != nil {
			return nil
		}
		out := make([]byte, 32)
		cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(out, sealed[:32])
		return out
	}
	if bytes.Equal(hash256(pass, u[32:40], nil, r), u[:32]) {
		return open(u[40:48], nil, ue)
	}
	if bytes.Equal(hash256(pass, o[32:40], u, r), o[:32]) {
		return open(o[40:48], u, oe)
	}
	return nil
}

func hash256(pass, salt, extra []byte, r int) []byte {
	first := sha256.Sum256(join(pass, salt, extra))
	k := first[:]
	if r < 6 {
		return k
	}
	for i := 0; ; i++ {
		one := join(pass, k, extra)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		e := bytes.Repeat(one, 64)
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		mod := 0
		for _, c := range e[:16] {
			mod += int(c)
		}
		switch mod % 3 {
		case 0:
			s := sha256.Sum256(e)
			k = s[:]
		case 1:
			s := sha512.Sum384(e)
			k = s[:]
		default:
			s := sha512.Sum512(e)
			k = s[:]
		}
		if i >= 63 && int(e[len(e)-1]) <= i-31 { // the round counted from one, less 32
			return k[:32]
		}
	}
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// decrypt opens the strings of a freshly parsed object.
func (f *file) decrypt(v any, own ref) any {
	if f.cipher == nil || f.cipher.strNone {
		return v
	}
	if e, ok := f.trailer["Encrypt"].(ref); ok && e.Num == own.Num {
		return v
	}
	return f.cipher.strings(v, own, 0)
}

func (c *cipherState) strings(v any, own ref, depth int) any {
	if depth > syntax.MaxNest {
		return v
	}
	switch o := v.(type) {
	case []byte:
		return c.open(o, own, c.strAES)
	case []any:
		for i := range o {
			o[i] = c.strings(o[i], own, depth+1)
		}
	case dict:
		for k := range o {
			o[k] = c.strings(o[k], own, depth+1)
		}
	case *stream:
		for k := range o.dict {
			o.dict[k] = c.strings(o.dict[k], own, depth+1)
		}
	}
	return v
}

func (c *cipherState) stream(s *stream, b []byte) []byte {
	t, _ := s.dict["Type"].(name)
	if c.filesOnly && t == "EmbeddedFile" {
		if c.key == nil {
			return nil
		}
		return c.open(b, s.own, c.fileAES)
	}
	if c.strmNone || t == "XRef" || t == "Metadata" && !c.metadata || s.own.Num == 0 {
		return b
	}
	return c.open(b, s.own, c.strmAES)
}

func (c *cipherState) open(b []byte, own ref, isAES bool) []byte {
	key := c.key
	if !c.v5 {
		seed := append(bytes.Clone(key), byte(own.Num), byte(own.Num>>8), byte(own.Num>>16), byte(own.Gen), byte(own.Gen>>8))
		if isAES {
			seed = append(seed, "sAlT"...)
		}
		s := md5.Sum(seed)
		key = s[:min(len(c.key)+5, 16)]
	}
	if !isAES {
		return rc(key, b)
	}
	if len(b) < 32 {
		return nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	body := b[16 : len(b)-len(b)%16]
	out := make([]byte, len(body))
	cipher.NewCBCDecrypter(block, b[:16]).CryptBlocks(out, body)
	if n := int(out[len(out)-1]); n >= 1 && n <= 16 && n <= len(out) {
		out = out[:len(out)-n]
	}
	return out
}
