package pgp

import (
	"bytes"
	"fmt"
	"io"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
)

// maxMessage is the most that is read of anything that arrives armoured.
const maxMessage = 512 << 20

// unarmour gives the binary form of b, which may already be binary. Every
// OpenPGP packet begins with a byte above 127 and armour never does.
func unarmour(b []byte) ([]byte, error) {
	t := bytes.TrimLeft(b, " \t\r\n\ufeff")
	if len(t) > 0 && len(b) > 0 && b[0]&0x80 != 0 && !bytes.HasPrefix(b, []byte("\ufeff")) {
		return b, nil
	}
	block, err := armor.Decode(bytes.NewReader(t))
	if err != nil {
		return nil, fmt.Errorf("pgp: armour: %w", ErrShape)
	}
	raw, err := io.ReadAll(io.LimitReader(block.Body, maxMessage))
	if err != nil {
		return nil, fmt.Errorf("pgp: armour: %w", ErrShape)
	}
	return raw, nil
}
