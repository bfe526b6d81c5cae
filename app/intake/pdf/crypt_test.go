package pdf

import (
	"bytes"
	"crypto/md5"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// The key of an object holds its generation, which is rarely other than 0.
func TestReadSealedObjectsOfALaterGeneration(t *testing.T) {
	owner := bytes.Repeat([]byte{7}, 32)
	h := md5.New()
	h.Write(pad)
	h.Write(owner)
	h.Write([]byte{0xfc, 0xff, 0xff, 0xff, 'i', 'd'})
	c := &cipherState{key: h.Sum(nil)[:5]}
	body := string(c.open([]byte("BT /F 12 Tf (kept) Tj ET"), ref{Num: 4, Gen: 3}, false))
	b := build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 3 R/Resources<</Font<</F 5 0 R>>>>>>", streamOf("", body),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		fmt.Sprintf("<</Filter/Standard/V 1/R 2/P -4/O<%x>/U<%x>>>", owner, rc(c.key, pad)))
	b = bytes.Replace(b, []byte("4 0 obj"), []byte("4 3 obj"), 1)
	b = bytes.Replace(b, []byte("/Root 1 0 R"), []byte("/Root 1 0 R/Encrypt 6 0 R/ID[(id)(id)]"), 1)
	// A key that proves itself opens the file, whatever version it states.
	for _, said := range []string{"/V 1/R 2", "/V 3/R 2", "/R 2", "/V 1/R 2/Length 128", "/V 9/R 2"} {
		b := bytes.Replace(b, []byte("/V 1/R 2"), []byte(said), 1)
		d, err := Read(b, "", small)
		if err != nil || strings.TrimSpace(d.Text) != "kept" {
			t.Errorf("%s: %v %q", said, err, d.Text)
		}
	}
	for said, want := range map[string]error{"/V 3/R 3": ErrCipher, "/V 1/R 3": ErrPassword} { // and one that does not opens nothing
		if _, err := Read(bytes.Replace(b, []byte("/V 1/R 2"), []byte(said), 1), "", small); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", said, err, want)
		}
	}
}
