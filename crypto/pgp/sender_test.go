package pgp

import (
	"bytes"
	"crypto/rand"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// TestSenderOutcomes: every word that can be said of a sender's signature, by a
// key that is in force, has ended since, or had ended when it signed.
func TestSenderOutcomes(t *testing.T) {
	const hour, day = time.Hour, 24 * time.Hour
	sender := func(life time.Duration) *v2.Entity {
		c := keyConfig(rand.Reader, at())
		c.KeyLifetimeSecs = uint32(life / time.Second)
		e, err := v2.NewEntity("Ann", "", "ann@partner.example", c)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	cert := func(e *v2.Entity) []byte {
		var b bytes.Buffer
		if err := e.Serialize(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	text := []byte("The van was at the yard.\r\n")
	sign := func(e *v2.Entity, when time.Time) []byte {
		var b bytes.Buffer
		if err := v2.DetachSign(&b, []*v2.Entity{e}, bytes.NewReader(text), keyConfig(rand.Reader, when)); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	lasting, brief, gone, stranger := sender(0), sender(day), sender(0), sender(0)
	early, byGone, late := sign(brief, at().Add(hour)), sign(gone, at().Add(hour)), sign(gone, at().Add(2*day))
	certs := [][]byte{cert(lasting), cert(brief)}
	revoked := func(reason packet.ReasonForRevocation) [][]byte {
		if err := gone.Revoke(reason, "", keyConfig(rand.Reader, at().Add(day))); err != nil {
			t.Fatal(err)
		}
		return [][]byte{cert(gone)}
	}
	withGone := append([][]byte{cert(gone)}, certs...)
	retired := revoked(packet.KeyRetired)
	by := func(e *v2.Entity) string { return "good by " + fingerprint(e.PrimaryKey) }
	for _, c := range []struct {
		name  string
		certs [][]byte
		over  []byte
		sig   []byte
		at    time.Time
		want  string
	}{
		{"in force", certs, text, sign(lasting, at().Add(hour)), at().Add(2 * hour), by(lasting)},
		{"changed", certs, []byte("The van was at the park.\r\n"), sign(lasting, at().Add(hour)), at().Add(2 * hour), "bad"},
		{"a stranger", certs, text, sign(stranger, at().Add(hour)), at().Add(2 * hour), "unknown"},
		{"not a signature", certs, text, []byte("no signature"), at(), "unknown: the signature is of a kind that cannot be read"},
		{"before it expires", certs, text, early, at().Add(2 * hour), by(brief)},
		{"expired since", certs, text, early, at().Add(3 * day), by(brief) + ", whose key has expired since"},
		{"before it is revoked", withGone, text, byGone, at().Add(2 * hour), by(gone)},
		{"revoked since", retired, text, byGone, at().Add(3 * day), by(gone) + ", whose key has been revoked since"},
		{"revoked when it signed", retired, text, late, at().Add(3 * day), "unknown: its key has been revoked"},
	} {
		if got := VerifyFrom(c.certs, c.over, c.sig, c.at); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
