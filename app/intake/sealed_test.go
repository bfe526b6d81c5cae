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
	"slices"
	"strings"
	"testing"
)

func TestSealedOfficeOpensWithItsPassphrase(t *testing.T) {
	rows := manifest(t, "intake", intakeRows)
	i := slices.IndexFunc(rows, func(r row) bool { return r.file == "hostile/poi-protected_agile.docx" })
	if i < 0 {
		t.Fatal("the encrypted document is not in the manifest")
	}
	b := rows[i].bytes(t)
	// The passphrase is the one that office programs try by themselves.
	if res := Read("a.docx", b, "VelvetSweatshop", Limits{}); res.Error != nil || res.Kind != "docx" || !strings.Contains(res.Text, "Agile protected document") {
		t.Errorf("%+v", res)
	}
	if res := Read("a.docx", b, "not it", Limits{}); !failed(res, "wrong-passphrase") {
		t.Errorf("%v", res.Error)
	}
}

func TestSealedZip(t *testing.T) {
	rows := manifest(t, "intake", intakeRows)
	i := slices.IndexFunc(rows, func(r row) bool { return r.file == "hostile/tika-testZipEncrypted.zip" })
	if i < 0 {
		t.Fatal("the encrypted archive is not in the manifest")
	}
	if res := Read("a.zip", rows[i].bytes(t), "not it", Limits{}); !warned(res, "wrong-passphrase") {
		t.Errorf("%v", res.Warnings)
	}
}

// sealODF encrypts an OpenDocument entry as office programs do.
func sealODF(t *testing.T, plain, pass string) (raw []byte, manifest string) {
	t.Helper()
	var z bytes.Buffer
	w, err := flate.NewWriter(&z, 9)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write([]byte(plain))
	_ = w.Close()
	salt, iv := []byte("0123456789abcdef"), []byte("fedcba9876543210")
	start := sha256.Sum256([]byte(pass))
	key, err := pbkdf2.Key(sha1.New, string(start[:]), salt, 1000, 32)
	if err != nil {
		t.Fatal(err)
	}
	b := z.Bytes()
	sum := sha256.Sum256(b[:min(len(b), 1024)])
	pad := 16 - len(b)%16
	b = append(b, bytes.Repeat([]byte{byte(pad)}, pad)...)
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(b, b)
	e := base64.StdEncoding.EncodeToString
	return b, `<m:manifest xmlns:m="m"><m:file-entry m:full-path="content.xml"><m:encryption-data m:checksum-type="x#sha256-1k" m:checksum="` + e(sum[:]) + `"><m:algorithm m:algorithm-name="x#aes256-cbc" m:initialisation-vector="` + e(iv) +
		`"/><m:key-derivation m:key-size="32" m:iteration-count="1000" m:salt="` + e(salt) + `"/><m:start-key-generation m:start-key-generation-name="x#sha256"/></m:encryption-data></m:file-entry></m:manifest>`
}

func TestSealedOpenDocument(t *testing.T) {
	raw, manifest := sealODF(t, `<c xmlns:t="t"><t:p>said in private</t:p></c>`, "correct horse")
	b := zipOf(t, "mimetype", "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml", manifest, "content.xml", string(raw))
	if res := Read("a.odt", b, "", Limits{}); !failed(res, "password-required") {
		t.Errorf("%v", res.Error)
	}
	if res := Read("a.odt", b, "not it", Limits{}); !failed(res, "wrong-passphrase") {
		t.Errorf("%v", res.Error)
	}
	if res := Read("a.odt", b, "correct horse", Limits{}); res.Error != nil || !strings.Contains(res.Text, "said in private") {
		t.Errorf("%v %q", res.Error, res.Text)
	}
}
