package intake

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/xml"
	"hash"
	"unicode/utf16"
)

// readSealedOffice opens an encrypted office document of the XML kind with
// the passphrase and reads what it holds.
func (r *reader) readSealedOffice(in input, o *oleFile) found {
	info, body := o.streams["EncryptionInfo"], o.streams["EncryptedPackage"]
	if len(info) < 8 || len(body) < 8 {
		return fail("ooxml", "damaged", "the encrypted document is not whole")
	}
	var plain []byte
	if bad := r.oldPassphrase("document", excelOwn, func(pass string) (bad *Failure) {
		plain, bad = openOffice(info, body, pass)
		if bad == nil && pass != r.pass && !bytes.Contains(plain, []byte("xl/")) {
			bad = new(wrongPassword) // only Excel opens what it sealed itself
		}
		return bad
	}); bad != nil {
		return found{kind: "ooxml", fail: bad}
	}
	r.expanded += int64(len(plain))
	in.b = plain
	return r.open(in)
}

// openOffice knows the two ways in which office programs encrypt: "standard"
// and "agile". Both are only ever read.
func openOffice(info, body []byte, pass string) ([]byte, *Failure) {
	major, minor := binary.LittleEndian.Uint16(info), binary.LittleEndian.Uint16(info[2:])
	size := min(binary.LittleEndian.Uint64(body), uint64(len(body))) // what is cut off shows in what it holds
	switch {
	case major == 4 && minor == 4:
		return openAgile(info[8:], body[8:], size, pass)
	case minor == 2 && major >= 2 && major <= 4:
		return openStandard(info[8:], body[8:], size, pass)
	}
	return nil, new(sealedOddly)
}

func utf16Pass(pass string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(pass)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func openStandard(h, body []byte, size uint64, pass string) ([]byte, *Failure) {
	damaged := &Failure{"damaged", "not read: the encrypted document is not whole"}
	if len(h) < 4 {
		return nil, damaged
	}
	n := int(binary.LittleEndian.Uint32(h))
	if n < 32 || 4+n+4+16+16+4+32 > len(h) {
		return nil, damaged
	}
	bits := int(binary.LittleEndian.Uint32(h[4+16:]))
	v := h[4+n:]
	salt, verifier, sum := v[4:20], v[20:36], v[40:72]
	keyLen := bits / 8
	if keyLen != 16 && keyLen != 24 && keyLen != 32 {
		return nil, new(sealedOddly)
	}
	k := sha1.Sum(append(bytes.Clone(salt), utf16Pass(pass)...))
	d := k[:]
	for i := range uint32(50000) {
		s := sha1.Sum(append(binary.LittleEndian.AppendUint32(nil, i), d...))
		d = s[:]
	}
	f := sha1.Sum(append(bytes.Clone(d), 0, 0, 0, 0))
	x1, x2 := xorPad(f[:], 0x36), xorPad(f[:], 0x5c)
	key := append(x1, x2...)[:keyLen]
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, damaged
	}
	got := sha1.Sum(ecb(block, verifier))
	if !bytes.Equal(got[:], ecb(block, sum)[:20]) {
		return nil, new(wrongPassword)
	}
	out := ecb(block, body[:len(body)&^15])
	return out[:min(uint64(len(out)), size)], nil
}

func xorPad(h []byte, with byte) []byte {
	b := bytes.Repeat([]byte{with}, 64)
	for i := range h {
		b[i] ^= h[i]
	}
	s := sha1.Sum(b)
	return s[:]
}

func ecb(block cipher.Block, b []byte) []byte {
	out := make([]byte, len(b))
	for i := 0; i+16 <= len(b); i += 16 {
		block.Decrypt(out[i:], b[i:])
	}
	return out
}

type agileParams struct {
	SaltValue     string `xml:"saltValue,attr"`
	BlockSize     int    `xml:"blockSize,attr"`
	KeyBits       int    `xml:"keyBits,attr"`
	HashSize      int    `xml:"hashSize,attr"`
	Cipher        string `xml:"cipherAlgorithm,attr"`
	Chaining      string `xml:"cipherChaining,attr"`
	HashAlgorithm string `xml:"hashAlgorithm,attr"`
	SpinCount     int    `xml:"spinCount,attr"`
	Verifier      string `xml:"encryptedVerifierHashInput,attr"`
	VerifierHash  string `xml:"encryptedVerifierHashValue,attr"`
	Key           string `xml:"encryptedKeyValue,attr"`
}

func (p agileParams) hash() func() hash.Hash {
	switch p.HashAlgorithm {
	case "SHA1", "SHA-1":
		return sha1.New
	case "SHA256", "SHA-256":
		return sha256.New
	case "SHA384", "SHA-384":
		return sha512.New384
	case "SHA512", "SHA-512":
		return sha512.New
	}
	return nil
}

func sumOf(h func() hash.Hash, parts ...[]byte) []byte {
	x := h()
	for _, p := range parts {
		x.Write(p)
	}
	return x.Sum(nil)
}

func openAgile(doc, body []byte, size uint64, pass string) ([]byte, *Failure) {
	var e struct {
		Data agileParams   `xml:"keyData"`
		Keys []agileParams `xml:"keyEncryptors>keyEncryptor>encryptedKey"`
	}
	if bad := checkXML(doc); bad != nil {
		return nil, bad
	}
	if xml.Unmarshal(doc, &e) != nil || len(e.Keys) == 0 {
		return nil, &Failure{"damaged", "not read: the encrypted document is not whole"}
	}
	k := e.Keys[0]
	h, dh := k.hash(), e.Data.hash()
	if h == nil || dh == nil || k.Cipher != "AES" || k.Chaining != "ChainingModeCBC" || e.Data.Cipher != "AES" || e.Data.Chaining != "ChainingModeCBC" || k.SpinCount < 0 || k.SpinCount > 10_000_000 {
		return nil, new(sealedOddly)
	}
	b64 := func(s string) []byte { b, _ := base64.StdEncoding.DecodeString(s); return b }
	salt := b64(k.SaltValue)
	d := sumOf(h, salt, utf16Pass(pass))
	for i := range uint32(k.SpinCount) {
		d = sumOf(h, binary.LittleEndian.AppendUint32(nil, i), d)
	}
	unwrap := func(purpose, sealed string) []byte {
		key := fit(sumOf(h, d, []byte(purpose)), k.KeyBits/8)
		return cbc(key, fit(salt, 16), b64(sealed))
	}
	input := unwrap("\xfe\xa7\xd2\x76\x3b\x4b\x9e\x79", k.Verifier)
	want := unwrap("\xd7\xaa\x0f\x6d\x30\x61\x34\x4e", k.VerifierHash)
	got := sumOf(h, input)
	if len(input) == 0 || len(want) < len(got) || !bytes.Equal(got, want[:len(got)]) {
		return nil, new(wrongPassword)
	}
	key := unwrap("\x14\x6e\x0b\xe7\xab\xac\xd0\xd6", k.Key)
	n := e.Data.KeyBits / 8 // the key that seals the key may be longer
	if n != 16 && n != 24 && n != 32 || len(key) < n {
		return nil, new(sealedOddly)
	}
	key = key[:n]
	dataSalt := b64(e.Data.SaltValue)
	var out []byte
	for i := uint32(0); len(body) > 0; i++ {
		n := min(len(body), 4096)
		iv := fit(sumOf(dh, dataSalt, binary.LittleEndian.AppendUint32(nil, i)), 16)
		out = append(out, cbc(key, iv, body[:n&^15])...)
		body = body[n:]
	}
	return out[:min(uint64(len(out)), size)], nil
}

// fit cuts to a length or fills up with the byte that the format says.
func fit(b []byte, n int) []byte {
	out := bytes.Repeat([]byte{0x36}, max(n, 0))
	copy(out, b)
	return out
}

func cbc(key, iv, b []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil || len(b)%16 != 0 || len(iv) != 16 {
		return nil
	}
	out := make([]byte, len(b))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, b)
	return out
}
