package intake

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	//lint:ignore SA1019 what old OpenDocument files are encrypted with; only ever read
	"golang.org/x/crypto/blowfish"
)

// odfSeal is how one entry of an OpenDocument file is encrypted.
type odfSeal struct {
	path                            string
	check, checkKind, algorithm, iv string
	salt, start                     string
	rounds, size                    int
	sealed                          bool
}

// unsealODF decrypts, in place, the entries that the manifest names as
// encrypted. The old ciphers here are only ever used to read.
func (r *reader) unsealODF(a *archive, manifest []byte) *Failure {
	if r.pass == "" {
		return &Failure{"password-required", "not read: the document is encrypted; a passphrase is needed"}
	}
	for _, s := range odfSeals(manifest) {
		e := a.get(s.path)
		if !s.sealed || e == nil {
			continue
		}
		raw, bad := r.unzip(e)
		if bad != nil {
			continue
		}
		plain, bad := s.open(raw, r.pass, min(r.lim.PartBytes, r.lim.Expanded-r.expanded))
		if bad != nil {
			return bad
		}
		r.expanded += int64(len(plain))
		e.body = plain
	}
	return nil
}

func odfSeals(manifest []byte) []odfSeal {
	var out []odfSeal
	d := newXML(manifest)
	for len(out) < 10000 {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		t, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if t.Name.Local == "file-entry" {
			out = append(out, odfSeal{path: attr(t, "full-path"), size: 16, start: "sha1"})
		}
		if len(out) == 0 {
			continue
		}
		s := &out[len(out)-1]
		switch t.Name.Local {
		case "encryption-data":
			s.sealed, s.checkKind, s.check = true, strings.ToLower(attr(t, "checksum-type")), attr(t, "checksum")
		case "algorithm":
			s.algorithm, s.iv = strings.ToLower(attr(t, "algorithm-name")), attr(t, "initialisation-vector")
		case "key-derivation":
			s.salt = attr(t, "salt")
			s.rounds, _ = strconv.Atoi(attr(t, "iteration-count"))
			if n, err := strconv.Atoi(attr(t, "key-size")); err == nil {
				s.size = n
			}
		case "start-key-generation":
			s.start = strings.ToLower(attr(t, "start-key-generation-name"))
		}
	}
	return out
}

func (s odfSeal) open(raw []byte, pass string, room int64) ([]byte, *Failure) {
	b64 := func(x string) []byte { b, _ := base64.StdEncoding.DecodeString(x); return b }
	unsupported := &Failure{"unsupported", "not read: the document is encrypted in a way that is not supported"}
	var start []byte
	if strings.Contains(s.start, "sha256") {
		k := sha256.Sum256([]byte(pass))
		start = k[:]
	} else {
		k := sha1.Sum([]byte(pass))
		start = k[:]
	}
	if s.rounds < 1 || s.rounds > 2_000_000 || s.size < 8 || s.size > 32 {
		return nil, unsupported
	}
	key, err := pbkdf2.Key(sha1.New, string(start), b64(s.salt), s.rounds, s.size)
	if err != nil {
		return nil, unsupported
	}
	iv, out := b64(s.iv), make([]byte, len(raw))
	switch {
	case strings.Contains(s.algorithm, "aes") && strings.Contains(s.algorithm, "cbc"):
		block, err := aes.NewCipher(key)
		if err != nil || len(iv) != 16 || len(raw)%16 != 0 {
			return nil, unsupported
		}
		cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, raw)
	case strings.Contains(s.algorithm, "blowfish"):
		block, err := blowfish.NewCipher(key)
		if err != nil || len(iv) != block.BlockSize() {
			return nil, unsupported
		}
		//lint:ignore SA1019 what the format uses
		cipher.NewCFBDecrypter(block, iv).XORKeyStream(out, raw)
	default:
		return nil, unsupported
	}
	if !s.holds(out, b64(s.check)) {
		bad := wrongPassword
		return nil, &bad
	}
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(out)), max(room, 0)))
	if err != nil && len(plain) == 0 {
		bad := wrongPassword
		return nil, &bad
	}
	return plain, nil
}

// holds compares the checksum of the first kilobyte, or of all, of what came
// out of the cipher; CBC padding at the end is left to the inflater.
func (s odfSeal) holds(out, check []byte) bool {
	head := out
	if strings.Contains(s.checkKind, "1k") || strings.Contains(s.checkKind, "-1k") {
		head = out[:min(len(out), 1024)]
	}
	try := func(b []byte) bool {
		a, c := sha1.Sum(b), sha256.Sum256(b)
		return bytes.Equal(a[:], check) || bytes.Equal(c[:], check)
	}
	if try(head) {
		return true
	}
	if n := len(out); n > 0 && n <= 1024+16 { // short entries are hashed without padding
		if p := int(out[n-1]); p >= 1 && p <= 16 && p <= n {
			return try(out[:n-p][:min(n-p, 1024)])
		}
	}
	return false
}
