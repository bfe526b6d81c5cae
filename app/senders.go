package app

import (
	"strings"
	"sync"

	"corridor/app/intake"
)

// senders opens and checks what partners sealed and signed, by the
// certificates of the recipients on record, which it asks for when the first
// file needs them.
type senders struct {
	vault Sealer
	known func() known
}

// known is who product may be signed by.
type known struct {
	certs [][]byte
	named map[string]string // fingerprint to who it is, as it stands on record
}

var (
	_ intake.Verifier = senders{}
	_ intake.Unlocker = senders{}
)

// senders is for files that are read without the desk's lock.
func (d *Desk) senders() senders { return senders{d.Vault, sync.OnceValue(d.known)} }

func (d *Desk) known() known {
	d.mu.Lock()
	defer d.mu.Unlock()
	k := known{named: map[string]string{}}
	for _, r := range d.st.Recipients.All() {
		k.certs = append(k.certs, r.Certificate)
		w := d.who[r.ID]
		who := strings.TrimSpace(w.Name + " " + w.Organisation)
		if c, _ := d.Vault.Certificate(r.Certificate); c.UserID != "" { // an expired one is an error, and says whose it was
			who = strings.TrimSpace(who + " [" + c.UserID + "]")
		}
		if r.ConfirmedBy == "" {
			who += ", not confirmed by voice"
		}
		k.named[r.Fingerprint] = who
	}
	return k
}

// name puts who a key belongs to on record before its fingerprint.
func (s senders) name(signature string) string {
	rest, ok := strings.CutPrefix(signature, "good by ")
	if !ok {
		return signature
	}
	fingerprint, since, _ := strings.Cut(rest, ",")
	who, ok := s.known().named[fingerprint]
	if !ok {
		return signature
	}
	if since != "" {
		since = "," + since
	}
	return "good by " + who + ", key " + fingerprint + since
}

// Decrypt implements intake.Opener.
func (s senders) Decrypt(b []byte) (plain []byte, signature string, err error) {
	plain, signature, err = s.vault.Decrypt(b, s.known().certs...)
	return plain, s.name(signature), err
}

// Unlock implements intake.Unlocker.
func (s senders) Unlock(b []byte, passphrase string) (plain []byte, signature string, err error) {
	plain, signature, err = s.vault.OpenPhrase(b, passphrase, s.known().certs...)
	return plain, s.name(signature), err
}

// Verify implements intake.Verifier.
func (s senders) Verify(signed, signature []byte) string {
	return s.name(s.vault.VerifyFrom(signed, signature, s.known().certs...))
}
