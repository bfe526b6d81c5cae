package vault

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// codeAlphabet leaves out the letters that are misread or misheard.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// CodeOf is a short code of a fingerprint to read out by voice: four groups of
// five digits. It is derived by a hash, so that nobody reads the fingerprint
// itself in its place.
func CodeOf(fingerprint string) string {
	h := sha256.Sum256([]byte("corridor code v1\x00" + strings.ToUpper(fingerprint)))
	groups := make([]string, 4)
	for i := range groups {
		groups[i] = fmt.Sprintf("%05d", binary.BigEndian.Uint64(h[i*8:])%100000)
	}
	return strings.Join(groups, " ")
}

// HeadCode is the code of a row's hash on a handover paper: 16 characters that
// are hard to misread. It is "" for what is not a hash.
func HeadCode(hash string) string {
	b, err := hex.DecodeString(hash)
	if err != nil || len(b) != sha256.Size {
		return ""
	}
	return base32.NewEncoding(codeAlphabet).EncodeToString(b[:10])
}

// SameHeadCode compares a typed code with a hash, forgiving case, spaces,
// hyphens and the letters that look like digits.
func SameHeadCode(typed, hash string) bool {
	clean := strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	want := HeadCode(hash)
	return want != "" && clean == want
}
