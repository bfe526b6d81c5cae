package intake

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"strings"
	"testing"
)

// The heads of two documents that Word encrypted, and their passphrases.
func TestOldKeysOfRealHeads(t *testing.T) {
	for _, c := range []struct{ name, head, pass string }{
		{"RC4 of 40 bits", "01000100885b682da0c8d9cf5e428d9d9ef8af23f1039a1caa71f390f0858ed2741fc099720017dd3ba5999d070ef4ff0a196e76", "tika"},
		{"RC4 by the CryptoAPI", "040002000c0000007e0000000c000000000000000168000004800000800000000100000000000000000000004d006900630072006f0073006f0066007400200045006e00680061006e006300650064002000430072007900700074006f0067007200610070006800690063002000500072006f00760069006400650072002000760031002e003000000010000000f3e4ee20d65bc0b65f5647106eec58f9c53c2958cb6aa7385ddd685dee95e006140000009f02aab4505af1fbb6c66ea32819b622a06171be", "password"},
	} {
		head, err := hex.DecodeString(c.head)
		if err != nil {
			t.Fatal(err)
		}
		if _, bad := oldKey(head, c.pass); bad != nil {
			t.Errorf("%s: %v", c.name, bad)
		}
		if _, bad := oldKey(head, c.pass+"x"); bad == nil || bad.Class != "wrong-passphrase" {
			t.Errorf("%s, another passphrase: %v", c.name, bad)
		}
		for n := range head {
			if _, bad := oldKey(head[:n], c.pass); bad == nil {
				t.Errorf("%s, cut to %d bytes, opens", c.name, n)
			}
		}
	}
	if _, bad := oldKey([]byte{9, 0, 9, 0, 1, 2, 3, 4}, "x"); bad == nil || bad.Class != "unsupported" {
		t.Errorf("an unknown version: %v", bad)
	}
}

// Key and verifier as two workbooks that Excel obfuscated state them.
func TestXORKeysOfRealWorkbooks(t *testing.T) {
	for _, c := range []struct {
		pass       string
		key, check uint16
	}{{"abc", 0x514a, 0xcc1a}, {"123456789012345", 0x8265, 0x9eb1}} {
		if _, bad := openXOR(c.key, c.check, c.pass); bad != nil {
			t.Errorf("%s: %x %x", c.pass, xorKey([]byte(c.pass)), xorCheck([]byte(c.pass)))
		}
		if _, bad := openXOR(c.key, c.check, "other"); bad == nil {
			t.Errorf("%s: another passphrase opens it", c.pass)
		}
	}
}

// head40 is the head of a document sealed with RC4 of 40 bits.
func head40(pass string) []byte {
	salt, check := []byte("0123456789abcdef"), []byte("fedcba9876543210")
	first := md5.Sum(utf16Pass(pass))
	mixed := md5.Sum(bytes.Repeat(append(first[:5:5], salt...), 16))
	key := md5.Sum(append(mixed[:5:5], 0, 0, 0, 0))
	sum := md5.Sum(check)
	both := append(bytes.Clone(check), sum[:]...)
	rc4Over(key[:], both)
	return append(append([]byte{1, 0, 1, 0}, salt...), both...)
}

// headAPI is the same by way of the CryptoAPI.
func headAPI(pass string, keyBits uint32) []byte {
	salt, check := []byte("0123456789abcdef"), []byte("fedcba9876543210")
	first := sha1.Sum(append(bytes.Clone(salt), utf16Pass(pass)...))
	k := sha1.Sum(append(bytes.Clone(first[:]), 0, 0, 0, 0))
	key := k[:max(keyBits, 40)/8]
	if keyBits <= 40 {
		key = append(bytes.Clone(key), make([]byte, 11)...)
	}
	sum := sha1.Sum(check)
	both := append(bytes.Clone(check), sum[:]...)
	rc4Over(key, both)
	b := append([]byte{2, 0, 2, 0}, le32(4, 32, 4, 0, 0x6801, 0x8004, int(keyBits), 1, 0, 0)...)
	b = append(append(b, le32(16)...), salt...)
	return append(append(append(b, both[:16]...), le32(20)...), both[16:]...)
}

// sealedBook is a workbook whose cell says words, sealed as pass says.
func sealedBook(t *testing.T, filepass []byte, seal func(b []byte, from int)) []byte {
	t.Helper()
	record := func(typ int, v ...byte) []byte { return append(le16(typ, len(v)), v...) }
	b := record(0x809, append(le16(0x600, 0x10), make([]byte, 12)...)...)
	b = append(b, record(0x2f, filepass...)...)
	from := len(b)
	b = append(b, record(0x204, append(append(le16(0, 0, 0), append(le16(5), 0)...), "words"...)...)...)
	b = append(b, record(0x204, append(append(le16(1, 0, 0), append(le16(2000), 0)...), strings.Repeat("long", 500)...)...)...)
	b = append(b, record(0x0a)...)
	seal(b, from)
	return b
}

func TestSealedWorkbooks(t *testing.T) {
	stream := func(head []byte, pass string) func([]byte, int) {
		return func(b []byte, from int) {
			key, bad := oldKey(head, pass)
			if bad != nil {
				t.Fatal(bad)
			}
			eachSealedRecord(b, from, func(body []byte, at, _ int) {
				for i := range body { // one byte at a time, each block begun anew
					pad := make([]byte, (at+i)%1024+1)
					rc4Over(key(uint32((at+i)/1024)), pad)
					body[i] ^= pad[len(pad)-1]
				}
			})
		}
	}
	array := xorArray([]byte("secret"))
	xor := func(b []byte, from int) {
		eachSealedRecord(b, from, func(body []byte, at, size int) {
			for i := range body {
				body[i] = bits.RotateLeft8(body[i], 5) ^ array[(at+i+size)%16]
			}
		})
	}
	own := head40(excelOwn)
	for _, c := range []struct {
		name, pass string
		b          []byte
		class      string
	}{
		{"RC4", "secret", sealedBook(t, append(le16(1), head40("secret")...), stream(head40("secret"), "secret")), ""},
		{"RC4 without a passphrase", "", sealedBook(t, append(le16(1), head40("secret")...), stream(head40("secret"), "secret")), "password-required"},
		{"RC4 with another", "other", sealedBook(t, append(le16(1), head40("secret")...), stream(head40("secret"), "secret")), "wrong-passphrase"},
		{"CryptoAPI of 128 bits", "secret", sealedBook(t, append(le16(1), headAPI("secret", 128)...), stream(headAPI("secret", 128), "secret")), ""},
		{"CryptoAPI of 40 bits", "secret", sealedBook(t, append(le16(1), headAPI("secret", 40)...), stream(headAPI("secret", 40), "secret")), ""},
		{"Excel's own", "", sealedBook(t, append(le16(1), own...), stream(own, excelOwn)), ""},
		{"XOR", "secret", sealedBook(t, le16(0, int(xorKey([]byte("secret"))), int(xorCheck([]byte("secret")))), xor), ""},
		{"XOR without a passphrase", "", sealedBook(t, le16(0, int(xorKey([]byte("secret"))), int(xorCheck([]byte("secret")))), xor), "password-required"},
		{"cut off", "secret", sealedBook(t, le16(0), func([]byte, int) {}), "damaged"},
	} {
		r := &reader{lim: DefaultLimits(), res: &Result{}, pass: c.pass}
		before := bytes.Clone(c.b)
		bad := newXLS(r).read(c.b)
		if !bytes.Equal(before, c.b) {
			t.Errorf("%s: the original was changed", c.name)
		}
		if c.class != "" {
			if bad == nil || bad.Class != c.class {
				t.Errorf("%s: %v", c.name, bad)
			}
			continue
		}
		if got := r.out.String(); bad != nil || !strings.Contains(got, "words") || !strings.Contains(got, strings.Repeat("long", 500)) {
			t.Errorf("%s: %v %.60q", c.name, bad, got)
		}
	}
}

func TestSealedWordDocuments(t *testing.T) {
	for _, xor := range []bool{false, true} {
		w, table := make([]byte, 1500), make([]byte, 600)
		copy(w[docHead:], strings.Repeat("words ", 200))
		head := headAPI("secret", 128)
		flags, lkey := uint16(0x100), uint32(len(head))
		if xor {
			flags, lkey = 0x8100, uint32(xorKey([]byte("secret")))<<16|uint32(xorCheck([]byte("secret")))
		}
		binary.LittleEndian.PutUint16(w[10:], flags)
		binary.LittleEndian.PutUint32(w[14:], lkey)
		o := &oleFile{streams: map[string][]byte{"WordDocument": w, "0Table": table}}
		plain := bytes.Clone(w)
		key, _ := oldKey(head, "secret")
		array := xorArray([]byte("secret"))
		for i := docHead; i < len(w); i++ {
			pad := make([]byte, i%512+1)
			rc4Over(key(uint32(i/512)), pad)
			switch {
			case !xor:
				w[i] ^= pad[len(pad)-1]
			case w[i] != 0 && w[i] != array[i%16]:
				w[i] ^= array[i%16]
			}
		}
		if !xor {
			copy(table, head)
		}
		for pass, class := range map[string]string{"": "password-required", "other": "wrong-passphrase"} {
			if bad := (&reader{pass: pass}).unsealDoc(o); bad == nil || bad.Class != class {
				t.Errorf("obfuscated %v, %q: %v", xor, pass, bad)
			}
		}
		sealed := bytes.Clone(w)
		if bad := (&reader{pass: "secret"}).unsealDoc(o); bad != nil || !bytes.Equal(o.streams["WordDocument"], plain) {
			t.Errorf("obfuscated %v: %v", xor, bad)
		}
		if !bytes.Equal(w, sealed) {
			t.Error("the original was changed")
		}
	}
}

func TestSealedPresentations(t *testing.T) {
	head := headAPI("secret", 128)
	key, bad := oldKey(head, "secret")
	if bad != nil {
		t.Fatal(bad)
	}
	atom := func(typ int, body []byte) []byte { return append(append(le16(0, typ), le32(len(body))...), body...) }
	doc := atom(0x0fa8, []byte("words of a slide"))
	sealed := bytes.Clone(doc)
	rc4Over(key(1), sealed)
	b := append(bytes.Clone(sealed), atom(0x2f14, head)...)
	list := len(b)
	b = append(b, atom(0x1772, le32(2<<20|1, 0, len(doc)))...)
	edit := len(b)
	b = append(b, atom(0x0ff5, le32(0, 0, 0, list, 1, 3, 0, 2))...)
	o := func() *oleFile {
		return &oleFile{streams: map[string][]byte{"PowerPoint Document": b, "Current User": append(le32(0, 0, 20, int(int32(-0x0c2e3b21)), edit), 0, 0)}}
	}
	for pass, class := range map[string]string{"": "password-required", "other": "wrong-passphrase"} {
		if bad := (&reader{pass: pass}).unsealPPT(o()); bad == nil || bad.Class != class {
			t.Errorf("%q: %v", pass, bad)
		}
	}
	open := o()
	if bad := (&reader{pass: "secret"}).unsealPPT(open); bad != nil || !bytes.HasPrefix(open.streams["PowerPoint Document"], doc) {
		t.Errorf("%v %q", bad, open.streams["PowerPoint Document"][:24])
	}
	r := &reader{lim: DefaultLimits(), res: &Result{}, pass: "secret"}
	if f := r.readPPT(input{}, o()); f.fail != nil || !strings.Contains(r.out.String(), "words of a slide") {
		t.Errorf("%v %q", f.fail, r.out.String())
	}
}
