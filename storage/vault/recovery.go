package vault

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"time"

	"corridor/app/entry"
	"corridor/app/roster"
)

// RecoveryPerson is who opens a vault with the unit's recovery key. Nobody is
// enrolled under this code, so that whatever it does is loud: every entry by it
// is one by somebody who holds no role.
const RecoveryPerson = roster.Recovery

// recoveryBytes is the strength of each half: 80 bits.
const recoveryBytes = 10

// NewRecovery makes the unit's recovery key. Its passphrase comes in two
// halves, each to be written down, sealed and kept by a different officer;
// neither half alone is of any use, and nothing keeps them here. The member
// that it returns is given to NewEpoch and Extend like any other, so that every
// epoch is also wrapped to it. It is in no roster.
func NewRecovery(keyDir string, vault entry.ID, s Strength, now time.Time) (roster.Member, [2]string, error) {
	var halves [2]string
	for i := range halves {
		b := make([]byte, recoveryBytes)
		if _, err := io.ReadFull(rand.Reader, b); err != nil {
			return roster.Member{}, halves, fmt.Errorf("vault: recovery: %w", err)
		}
		c := base32.NewEncoding(codeAlphabet).EncodeToString(b)
		halves[i] = c[:4] + "-" + c[4:8] + "-" + c[8:12] + "-" + c[12:]
	}
	keys, err := NewMemberKeys(keyDir, vault, RecoveryPerson, RecoveryPassphrase(halves[0], halves[1]), s, now)
	if err != nil {
		return roster.Member{}, halves, err
	}
	return roster.Member{Person: RecoveryPerson, Keys: keys}, halves, nil
}

// RecoveryPassphrase joins two halves as they were typed from paper, forgiving
// case, spaces, hyphens and the letters that look like digits.
func RecoveryPassphrase(first, second string) []byte {
	tidy := strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1")
	return []byte(tidy.Replace(strings.ToUpper(first)) + " " + tidy.Replace(strings.ToUpper(second)))
}
