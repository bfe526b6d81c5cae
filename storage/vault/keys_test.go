package vault

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/crypto/pgp"
)

func TestCheckPassphrase(t *testing.T) {
	for p, enough := range map[string]bool{
		"": false, "short": false, "aaaaaaaaaaaaaaaa": false, "123456789012345": false, "qwertyuiop asdf": false,
		"password1234!": false, "P@ssw0rd2026": false, "correct horse battery staple": false, "abcabcabcabcabc": false,
		"alllowercase": false, "otter lantern gravel 19": true, "vier Wörter über Nacht": true, "Tr7$kk-92.Qz": true,
		"\xff\xfe\xfd long enough to pass": false, "constable1234": false,
	} {
		score, words := CheckPassphrase(p)
		if (score >= PassphraseEnough) != enough {
			t.Errorf("%q: %d %s", p, score, words)
		}
		if !enough && words == "" {
			t.Errorf("%q is refused without a word", p)
		}
	}
}

func TestWeakPassphraseMakesNothing(t *testing.T) {
	dir := t.TempDir()
	_, err := NewMemberKeys(dir, NewID(), "p-1", []byte("password"), weak(t), time.Now())
	if !errors.Is(err, ErrWeak) {
		t.Fatal(err)
	}
	if fs, _ := os.ReadDir(dir); len(fs) != 0 {
		t.Errorf("left behind: %v", fs)
	}
}

func TestKeyFilesAreTheOwnersOnly(t *testing.T) {
	d := found1(t)
	n := 0
	err := filepath.Walk(d.keys, func(path string, i os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		n++
		want := os.FileMode(0o600)
		if i.IsDir() {
			want = 0o700
		}
		if i.Mode().Perm() != want {
			t.Errorf("%s: %v", path, i.Mode())
		}
		return nil
	})
	if err != nil || n < 4 {
		t.Fatal(n, err)
	}
}

func TestPossessionProofs(t *testing.T) {
	d := found1(t)
	for _, k := range d.founder.Keys {
		text := roster.PossessionText(d.id, "p-00000001", k.Fingerprint, k.Purpose)
		if err := pgp.VerifyDetached(k.Public, text, k.Possession); err != nil {
			t.Errorf("%s: %v", k.Purpose, err)
		}
		other := roster.PossessionText(NewID(), "p-00000001", k.Fingerprint, k.Purpose)
		if err := pgp.VerifyDetached(k.Public, other, k.Possession); err == nil {
			t.Errorf("%s: proves possession for another vault", k.Purpose)
		}
	}
}

func TestChangePassphrase(t *testing.T) {
	d := found1(t)
	if err := d.Confirm([]byte(pass)); err != nil {
		t.Fatal(err)
	}
	if err := d.Confirm([]byte("no")); !errors.Is(err, app.ErrPassphrase) {
		t.Fatal(err)
	}
	const fresh = "entirely other words 77"
	if err := ChangePassphrase(d.keys, d.id, "p-00000001", []byte("no"), []byte(fresh), weak(t)); !errors.Is(err, app.ErrPassphrase) {
		t.Fatal(err)
	}
	if err := ChangePassphrase(d.keys, d.id, "p-00000001", []byte(pass), []byte("short"), weak(t)); !errors.Is(err, ErrWeak) {
		t.Fatal(err)
	}
	if err := ChangePassphrase(d.keys, d.id, "p-00000001", []byte(pass), []byte(fresh), weak(t)); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), d.path, d.keys, "p-00000001", []byte(pass), d.now); !errors.Is(err, app.ErrPassphrase) {
		t.Errorf("the old one still opens: %v", err)
	}
	v, err := Open(context.Background(), d.path, d.keys, "p-00000001", []byte(fresh), d.now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.SignRelease([]byte("x")); err != nil {
		t.Error(err)
	}
	_ = v.Close()
}

// TestDamagedKeyFile: no byte of a key file can change and the keys still open
// as others.
func TestDamagedKeyFile(t *testing.T) {
	d := found1(t)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	path := keyFile(d.keys, d.id, "p-00000001")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(whole); i += 61 {
		b := bytes.Clone(whole)
		b[i] ^= 1
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		v, err := Open(context.Background(), d.path, d.keys, "p-00000001", []byte(pass), d.now)
		if err != nil {
			continue // ErrDamaged, ErrPassphrase or ErrNoMember
		}
		if v.member.Fingerprint() != d.founder.Keys[0].Fingerprint || v.release.Fingerprint() != d.founder.Keys[1].Fingerprint {
			t.Errorf("byte %d: other keys opened", i)
		}
		_ = v.Close()
	}
}

// TestImportGnuPGKey: a key that stock GnuPG made becomes a member key: it
// signs, is granted to, opens; the name in it stays behind.
func TestImportGnuPGKey(t *testing.T) {
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("SKIPPED, IMPORT OF GnuPG KEYS IS NOT TRIED HERE: gpg is missing")
	}
	home, err := os.MkdirTemp("", "g")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(home)
	defer exec.Command("gpgconf", "--homedir", home, "--kill", "all").Run()
	run := func(args ...string) []byte {
		cmd := exec.Command("gpg", append([]string{"--homedir", home, "--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase", "their own words"}, args...)...)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("gpg %v: %v", args, err)
		}
		return out
	}
	for i, alg := range []string{"rsa3072", "future-default"} {
		t.Run(alg, func(t *testing.T) {
			uid := alg + "-Sergeant Example <s@example.org>"
			if alg == "rsa3072" {
				run("--quick-gen-key", uid, "default", "default", "never")
			} else {
				run("--quick-gen-key", uid, alg, "default", "never")
			}
			exported := run("--armor", "--export-secret-keys", "="+uid)
			d := found1(t)
			p := entry.Person([]string{"p-00000008", "p-00000009"}[i])
			if _, err := ImportKey(d.keys, d.id, p, exported, []byte("wrong"), []byte(pass), weak(t), d.now()); !errors.Is(err, app.ErrPassphrase) {
				t.Fatalf("wrong passphrase: %v", err)
			}
			keys, err := ImportKey(d.keys, d.id, p, exported, []byte("their own words"), []byte(pass), weak(t), time.Now())
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(keys[0].Public, []byte("Sergeant")) {
				t.Error("the name came along")
			}
			m := roster.Member{Person: p, Keys: keys}
			facts, gs, err := d.Extend(d.Common(), m)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.Append(context.Background(), entry.Draft{ID: NewID(), Kind: entry.PersonEnrolled, Facts: roster.Enrolled{Member: m, Grants: facts}, Grants: gs}); err != nil {
				t.Fatal(err)
			}
			w, err := d.OpenBeside(context.Background(), p, []byte(pass))
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			e := (&desk{Vault: w}).add(t, "by an imported key")
			for _, r := range d.all(t) {
				if r.Seq == e.Seq && (len(r.Faults) > 0 || r.Proof.By(keys[0].Public) != nil) {
					t.Errorf("%v %v", r.Faults, r.Proof.By(keys[0].Public))
				}
			}
		})
	}
}

func TestCodes(t *testing.T) {
	a, b := CodeOf("ABCDEF0123"), CodeOf("ABCDEF0124")
	if a == b || len(strings.Fields(a)) != 4 || a != CodeOf("abcdef0123") {
		t.Errorf("%q %q", a, b)
	}
	h := strings.Repeat("0f", 32)
	c := HeadCode(h)
	if len(c) != 16 || HeadCode("x") != "" {
		t.Fatalf("%q", c)
	}
	typed := strings.ToLower(c[:4] + " " + c[4:8] + "-" + c[8:])
	if !SameHeadCode(typed, h) || SameHeadCode(typed, strings.Repeat("0e", 32)) || SameHeadCode("", "x") {
		t.Errorf("%q", typed)
	}
}

func TestOpenWhatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(context.Background(), filepath.Join(dir, "none"), dir, "p-1", []byte(pass), time.Now); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if fs, _ := os.ReadDir(dir); len(fs) != 0 {
		t.Errorf("left behind: %v", fs)
	}
}
