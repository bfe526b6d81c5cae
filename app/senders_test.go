package app_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/app/roster"
	"corridor/storage/vault"
)

// TestMain lets the test binary be the child that parses.
func TestMain(m *testing.M) {
	intake.BeChild()
	os.Exit(m.Run())
}

// signed is a file that GnuPG 2.2 signed, see testdata/signed: by Ann Partner,
// whose certificate ann.asc is, by Cal Partner, whose key expires, or by a
// stranger.
func signed(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "signed", name))
	must(t, err)
	return b
}

const annKey = "E03EB1FE2F5FBC78FD394133F32912E2E7D38B88"

// taken receives a file with a reader that works as the program's does, and
// gives what stands on record of it.
func (u *unit) taken(name string, b []byte, passphrase string) intel.Reading {
	u.t.Helper()
	took, err := u.desk.Receive(u.t.Context(), app.Incoming{Name: name, Bytes: b, Passphrase: passphrase, SourceType: intel.Partner, Tier: intel.OfficialSensitive,
		Receipt: intel.Receipt{Originator: "Partner desk"}})
	must(u.t, err)
	p, err := u.desk.Open(u.t.Context(), took.Item)
	must(u.t, err)
	return p.Reading
}

func warnings(r intel.Reading) string {
	var out []string
	for _, w := range r.Warnings {
		out = append(out, w.Class+": "+w.What)
	}
	return strings.Join(out, "; ")
}

// receiving is a unit whose reader is the child that parses.
func receiving(t *testing.T) *unit {
	t.Helper()
	dir := t.TempDir()
	u := &unit{t: t, path: filepath.Join(dir, "unit.corridor"), keys: filepath.Join(dir, "keys"), clk: &ticking{t: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}}
	e, err := risk.New()
	must(t, err)
	v, err := vault.Found(t.Context(), u.path, vault.Founding{KeyDir: u.keys, Passphrase: []byte(pass), Member: member("hale", u.clk.now(), roster.Supervisor),
		Ceiling: string(intel.OfficialSensitive), Strength: weak(t), Now: u.clk.now,
		Pieces: []entry.Piece{{Role: "unit", Body: []byte("Test SIU")}, {Role: "name", Body: []byte("R. Hale")}}})
	must(t, err)
	u.desk, err = app.OpenDesk(t.Context(), app.Parts{Vault: v, Reader: intake.Runner{}, Index: noIndex{}, Risk: e, Now: u.clk.now, NewID: vault.NewID, Rand: rand.Reader})
	must(t, err)
	t.Cleanup(func() {
		if err := u.desk.Close(); err != nil {
			t.Error(err)
		}
	})
	return u
}

// TestSignaturesOfPartners: what a partner signed is checked by the certificates
// of those on record as it is received, and the outcome stands on the record.
func TestSignaturesOfPartners(t *testing.T) {
	u := receiving(t)
	if r := u.taken("before.eml", append([]byte("X-Copy: 1\r\n"), signed(t, "mime.eml")...), ""); r.Signature != "unknown" || !strings.Contains(warnings(r), "signature-unknown: the message is signed by a key that is not known") {
		t.Errorf("before the partner is on record: %q, %s", r.Signature, warnings(r))
	}
	id, err := u.desk.RecordRecipient(t.Context(), app.RecipientInput{Name: "A. Partner", Post: "DS", Organisation: "Eastmere CID", Clearance: "SC", Certificate: signed(t, "ann.asc")})
	must(t, err)
	by := "A. Partner Eastmere CID [Ann Partner <ann@partner.example>]"
	if r := u.taken("unconfirmed.eml", append([]byte("X-Copy: 2\r\n"), signed(t, "mime.eml")...), ""); r.Signature != "good by "+by+", not confirmed by voice, key "+annKey {
		t.Errorf("before the fingerprint was read out: %q", r.Signature)
	}
	must(t, u.desk.ConfirmRecipient(t.Context(), id, annKey[len(annKey)-10:], "switchboard"))
	good := "good by " + by + ", key " + annKey

	bare := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }
	changed := func(b []byte) []byte { return bytes.Replace(b, []byte("at nine"), []byte("at five"), 1) }
	for _, c := range []struct {
		name      string
		b         []byte
		signature string
		warns     string // one warning that is given; "" when none speaks of a signature
	}{
		{"mime.eml", signed(t, "mime.eml"), good, ""},
		{"mime-lf.eml", bare(signed(t, "mime.eml")), good, ""},
		{"mime-text.eml", signed(t, "mime-text.eml"), good, ""},
		{"mime-text-lf.eml", bare(signed(t, "mime-text.eml")), good, ""},
		{"changed.eml", changed(signed(t, "mime.eml")), "bad", "signature-bad: the signature of the message does not hold"},
		{"changed-lf.eml", bare(changed(signed(t, "mime.eml"))), "bad", "signature-bad"},
		{"blanks.eml", bytes.Replace(signed(t, "mime.eml"), []byte("blanks:   "), []byte("blanks:"), 1), "bad", "signature-bad"},
		{"stranger.eml", signed(t, "stranger.eml"), "unknown", "signature-unknown: the message is signed by a key that is not known"},
		{"other-sender.eml", signed(t, "other-sender.eml"), good, "signature-unknown: the signer's certificate names another address"},
		{"part-of-address.eml", bytes.Replace(signed(t, "mime.eml"), []byte("ann@partner.example"), []byte("nn@partner.example"), 1), good, "signature-unknown: the signer's certificate names another address"},
		{"old-digest.eml", signed(t, "old-digest.eml"), "unknown: it uses a digest that can be forged", "proves nothing: it uses a digest that can be forged"},
		{"cut.eml", bytes.Replace(signed(t, "mime.eml"), []byte("SIGNATURE-----\r\n\r\ni"), []byte("SIGNATURE-----\r\n\r\n!"), 1), "unknown: the signature is of a kind that cannot be read", "proves nothing"},
		{"forwarded.eml", signed(t, "forwarded.eml"), "", ""},
		{"forwarded-lf.eml", bare(signed(t, "forwarded.eml")), "", ""},
		{"forwarded-changed.eml", changed(signed(t, "forwarded.eml")), "", "signature-bad: the signature of a part does not hold"},
		{"clear.asc", signed(t, "clear.asc"), good, ""},
		{"clear-crlf.asc", bytes.ReplaceAll(signed(t, "clear.asc"), []byte("\n"), []byte("\r\n")), good, ""},
		{"clear-changed.asc", changed(signed(t, "clear.asc")), "bad", "signature-bad"},
		{"clear.eml", signed(t, "clear.eml"), good, ""},
		{"clear-qp.eml", signed(t, "clear-qp.eml"), good, ""},
		{"clear-more.eml", append(signed(t, "clear.eml"), "PS: and this was never signed.\n"...), "", "signature-unknown: text stands outside what the signature covers"},
		{"signed.gpg", signed(t, "signed.gpg"), good, ""},
		{"packed.asc", signed(t, "packed.asc"), good, ""},
		{"beside.zip", signed(t, "beside.zip"), "", ""},
	} {
		r := u.taken(c.name, c.b, "")
		if r.Signature != c.signature {
			t.Errorf("%s: %q, want %q (%s)", c.name, r.Signature, c.signature, warnings(r))
		}
		if w := warnings(r); c.warns == "" && strings.Contains(w, "signature") || !strings.Contains(w, c.warns) {
			t.Errorf("%s: warnings %s, want %q", c.name, w, c.warns)
		}
		if !strings.Contains(r.Text, "The van was at the yard at") || !strings.Contains(r.Text, "Café Róisín") || !strings.Contains(r.Text, "\n- a dash at the start") {
			t.Errorf("%s: text %q", c.name, r.Text)
		}
		if c.signature == "" && c.warns == "" && !slices.ContainsFunc(r.Parts, func(p intel.Part) bool { return p.Read == "yes" && p.Why == "a signature: "+good }) {
			t.Errorf("%s: no part says whose the signature is: %+v", c.name, r.Parts)
		}
	}

	if r := u.taken("wrong.asc", append([]byte("\n"), signed(t, "phrase.asc")...), "another"); !strings.HasPrefix(r.NotRead, "wrong-passphrase: ") {
		t.Errorf("a wrong passphrase: %q", r.NotRead)
	}
	if r := u.taken("phrase.asc", append([]byte("\n\n"), signed(t, "phrase.asc")...), ""); !strings.HasPrefix(r.NotRead, "password-required: ") {
		t.Errorf("without a passphrase: %q", r.NotRead)
	}
	if r := u.taken("phrase.asc", signed(t, "phrase.asc"), "velvet anchor"); r.NotRead != "" || r.Signature != good || !strings.Contains(r.Text, "Café Róisín") {
		t.Errorf("under a passphrase: %q, %q, %q", r.NotRead, r.Signature, r.Text)
	}
}

// What has become of a partner's key is said beside the signature: one made
// while the key was valid stays good when the key has expired since, and one
// made later proves nothing.
func TestSignaturesOfPartnersWhoseKeyExpires(t *testing.T) {
	const cal = "AF9F908C5F6342C84947879586EC5E37744A07D2" // expires on 30 November
	u := receiving(t)
	id, err := u.desk.RecordRecipient(t.Context(), app.RecipientInput{Name: "C. Partner", Post: "DS", Organisation: "Eastmere CID", Clearance: "SC", Certificate: signed(t, "cal.asc")})
	must(t, err)
	must(t, u.desk.ConfirmRecipient(t.Context(), id, cal[len(cal)-10:], "switchboard"))
	by := "good by C. Partner Eastmere CID [Cal Partner <cal@partner.example>], key " + cal
	if r := u.taken("cal.eml", signed(t, "cal.eml"), ""); r.Signature != by {
		t.Errorf("while the key is valid: %q (%s)", r.Signature, warnings(r))
	}
	u.clk.mu.Lock()
	u.clk.t = u.clk.t.AddDate(0, 0, 20)
	u.clk.mu.Unlock()
	for _, c := range []struct{ name, copy, signature, warns string }{
		{"cal.eml", "1", by + ", whose key has expired since", ""},
		{"cal-late.eml", "2", "unknown: it was made when its key was not valid", "proves nothing: it was made when its key was not valid"},
	} {
		r := u.taken(c.copy+c.name, append([]byte("X-Copy: "+c.copy+"\r\n"), signed(t, c.name)...), "")
		if r.Signature != c.signature || !strings.Contains(warnings(r), c.warns) || !strings.Contains(r.Text, "The van was at the yard") {
			t.Errorf("%s: %q (%s)", c.name, r.Signature, warnings(r))
		}
	}
}
