package pgp

import "fmt"

// checkCost refuses a locked key whose Argon2 parameters ask for more memory
// than maxMemoryKiB: the file is not trusted before its passphrase is. It
// looks at every secret key packet without deriving anything.
func checkCost(raw []byte) error {
	for len(raw) > 0 {
		tag, body, rest, err := nextPacket(raw)
		if err != nil {
			return err
		}
		if (tag == 5 || tag == 7) && tooDear(body) {
			return fmt.Errorf("pgp: secret key: asks for too much memory: %w", ErrProfile)
		}
		raw = rest
	}
	return nil
}

// tooDear searches a key packet for an Argon2 specifier (type 4, 16 bytes of
// salt, passes, lanes, log2 of KiB) behind the usage octets that can stand
// before one. A false alarm is impossible for keys made by this package, for
// which the specifier stands at a known place.
func tooDear(body []byte) bool {
	// version 4: ver(1) time(4) algo(1) … public fields; then usage 253,
	// cipher, aead, specifier. The public part of our algorithms is short.
	for i := 6; i+3+19 < len(body) && i < 512; i++ {
		if body[i] == 253 && body[i+1] == 9 && body[i+2] >= 1 && body[i+2] <= 3 && body[i+3] == 4 {
			logKiB := body[i+3+1+16+2]
			return logKiB > 20
		}
	}
	return false
}

// nextPacket splits the first packet off raw. Partial lengths are refused:
// keys have none.
func nextPacket(raw []byte) (tag byte, body, rest []byte, err error) {
	bad := fmt.Errorf("pgp: packet header: %w", ErrShape)
	if len(raw) < 2 || raw[0]&0x80 == 0 {
		return 0, nil, nil, bad
	}
	n, head := 0, 0
	if raw[0]&0x40 != 0 {
		tag = raw[0] & 0x3f
		n, head = newLength(raw)
	} else {
		tag = raw[0] >> 2 & 0x0f
		n, head = oldLength(raw)
	}
	if head == 0 || n < 0 || n > len(raw)-head {
		return 0, nil, nil, bad
	}
	return tag, raw[head : head+n], raw[head+n:], nil
}

func newLength(raw []byte) (n, head int) {
	switch l := raw[1]; {
	case l < 192:
		return int(l), 2
	case l < 224 && len(raw) >= 3:
		return (int(l)-192)<<8 + int(raw[2]) + 192, 3
	case l == 255 && len(raw) >= 6:
		return int(raw[2])<<24 | int(raw[3])<<16 | int(raw[4])<<8 | int(raw[5]), 6
	}
	return 0, 0
}

func oldLength(raw []byte) (n, head int) {
	switch t := raw[0] & 3; {
	case t == 0:
		return int(raw[1]), 2
	case t == 1 && len(raw) >= 3:
		return int(raw[1])<<8 | int(raw[2]), 3
	case t == 2 && len(raw) >= 5:
		return int(raw[1])<<24 | int(raw[2])<<16 | int(raw[3])<<8 | int(raw[4]), 5
	}
	return 0, 0
}
