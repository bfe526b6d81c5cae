package pgp

import (
	"crypto"
	"errors"
	"io"
	"math/bits"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/ProtonMail/go-crypto/openpgp/s2k"
)

// KeySize is the length of every session key, in bytes.
const KeySize = 32

const (
	minChunk     = 1 << 10   // bytes; a packet's chunk is never smaller than this …
	maxChunk     = 64 << 10  // … or larger than this when we write
	maxReadChunk = 12        // largest chunk byte that is read: 256 KiB
	maxBody      = 8 << 20   // largest sealed packet that is read, bytes
	maxPublic    = 256 << 10 // largest certificate that is read, bytes
)

// What a packet can be refused for. None of them tells which byte was wrong.
var (
	ErrProfile    = errors.New("pgp: not in the profile")
	ErrOpen       = errors.New("pgp: does not open")
	ErrShape      = errors.New("pgp: not the expected packets")
	ErrSignature  = errors.New("pgp: not signed by that key")
	ErrPassphrase = errors.New("pgp: wrong passphrase")
	ErrNotOurs    = errors.New("pgp: not wrapped to this key")
)

// Strength is the cost of guessing a passphrase: Argon2id with so much memory,
// so many passes and lanes.
type Strength struct {
	MemoryKiB uint32
	Time      uint8
	Threads   uint8
}

// DefaultStrength costs about a seventh of a second on a desk of 2024.
func DefaultStrength() Strength { return Strength{MemoryKiB: 64 << 10, Time: 3, Threads: 4} }

func suite() packet.CipherSuite {
	return packet.CipherSuite{Cipher: packet.CipherAES256, Mode: packet.AEADModeGCM}
}

// vaultConfig is the profile inside the vault. size is the length of what is
// to be sealed, so that the chunk fits it.
func vaultConfig(rand io.Reader, at time.Time, size int) *packet.Config {
	return &packet.Config{
		Rand:          rand,
		DefaultHash:   crypto.SHA512,
		DefaultCipher: packet.CipherAES256,
		Algorithm:     packet.PubKeyAlgoEdDSA,
		Curve:         packet.Curve25519,
		Time:          func() time.Time { return at },
		AEADConfig:    &packet.AEADConfig{DefaultMode: packet.AEADModeGCM, ChunkSize: uint64(fitChunk(size))},
	}
}

// keyConfig is the profile of the keys we make: understood by every program,
// so the certificate claims no more than version 1 packets.
func keyConfig(rand io.Reader, at time.Time) *packet.Config {
	c := vaultConfig(rand, at, 0)
	c.AEADConfig = nil
	return c
}

// lockConfig is the profile of a secret key at rest.
func lockConfig(rand io.Reader, s Strength) *packet.Config {
	c := vaultConfig(rand, time.Time{}, 0)
	c.S2KConfig = &s2k.Config{S2KMode: s2k.Argon2S2K, Argon2Config: &s2k.Argon2Config{
		NumberOfPasses: s.Time, DegreeOfParallelism: s.Threads, Memory: s.MemoryKiB,
	}}
	return c
}

// fitChunk is the smallest chunk that holds size bytes, within the limits: the
// library allocates and clears one whole chunk for every packet.
func fitChunk(size int) int {
	if size <= minChunk {
		return minChunk
	}
	if size >= maxChunk {
		return maxChunk
	}
	return 1 << bits.Len(uint(size-1))
}

// Bucket is the size that n bytes are padded to: steps of an eighth of the next
// power of two, of a sixteenth beyond 64 KiB, and 512 at least, so that sizes
// say little and everyday acts are all of one size.
func Bucket(n int) int {
	if n <= minBucket {
		return minBucket
	}
	step := 1 << (bits.Len(uint(n-1)) - 3)
	if n > 64<<10 {
		step /= 2
	}
	return (n + step - 1) / step * step
}

// minBucket is the least that anything is padded to, bytes.
const minBucket = 512
