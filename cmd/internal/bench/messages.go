package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"corridor/crypto/pgp"
)

// many is how many records a process works through that works through many.
const many = 100

// messages measures what leaves: a 2 KB report signed and encrypted to one
// recipient, and a signature checked. Most of what the peers take is the price
// of a process and its agent, not of cryptography.
func (t *table) messages(ctx context.Context) error {
	now := time.Now()
	s, err := pgp.Generate("Release 00000000", now.Add(-time.Hour), rand.Reader)
	if err != nil {
		return err
	}
	cert, err := s.Public()
	if err != nil {
		return err
	}
	text := []byte(newCorpus().text())
	sig, err := s.SignExport(text, now, rand.Reader)
	if err != nil {
		return err
	}
	seal := each(200, func() error {
		if _, err := s.SignExport(text, now, rand.Reader); err != nil {
			return err
		}
		_, err := pgp.EncryptExport([][]byte{cert}, "", text, now, rand.Reader)
		return err
	})
	check := each(200, func() error { return pgp.VerifyDetached(cert, text, sig) })
	if seal.err != nil || check.err != nil {
		return fmt.Errorf("messages: %v %v", seal.err, check.err)
	}
	p, err := newPeers(ctx, cert, text, sig)
	if err != nil {
		return err
	}
	defer p.close()
	for _, r := range []struct {
		what, peer, needs string
		ours              timing
		theirs            func() timing
		times             float64
	}{
		{"sign and encrypt 2 KB", "gpg, a process each", "gpg", seal, p.gpgSeal, 40},
		{"sign and encrypt 2 KB", "gpg, one process for many (not signed)", "gpg", seal, p.gpgSealMany, 0},
		{"sign and encrypt 2 KB", "sq, a process each", "sq", seal, p.sqSeal, 40},
		{"verify 2 KB", "gpgv, a process each", "gpgv", check, p.gpgvCheck, 40},
		{"verify 2 KB", "sq, a process each", "sq", check, p.sqCheck, 40},
	} {
		if !there(r.needs) {
			t.skip(r.what+" beside "+r.peer, "there is no "+r.needs+" on this machine")
			continue
		}
		theirs := r.theirs()
		if theirs.err != nil {
			t.skip(r.what+" beside "+r.peer, theirs.err.Error())
			continue
		}
		goal, reached := "(no goal)", true
		if r.times > 0 {
			goal, reached = fmt.Sprintf("≥ %.0f× faster", r.times), theirs.p50 >= r.times*r.ours.p50
		}
		t.add(r.what, ms(r.ours.p50), ms(theirs.p50)+" "+r.peer, theirs.p50/r.ours.p50, goal, reached)
	}
	if !there("sqlcipher") {
		t.skip("save and search beside SQLCipher", "there is no sqlcipher of this driver's age on this machine")
	}
	return nil
}

// timing is the median of several turns, ms.
type timing struct {
	p50 float64
	err error
}

func each(n int, work func() error) timing {
	var took []float64
	for range n {
		var err error
		took = append(took, timed(func() { err = work() }))
		if err != nil {
			return timing{err: err}
		}
	}
	return timing{p50: median(took)}
}

// peers are other programs with a home of their own.
type peers struct {
	ctx  context.Context
	home string
}

func newPeers(ctx context.Context, cert, text, sig []byte) (*peers, error) {
	home, err := os.MkdirTemp("", "g")
	if err != nil {
		return nil, err
	}
	p := &peers{ctx, home}
	armoured, err := pgp.ArmourPublic(cert)
	if err == nil {
		err = p.write("cert.asc", armoured)
	}
	if err == nil {
		err = p.write("text.asc", sig)
	}
	if err == nil {
		err = p.write("text", text)
	}
	for i := 0; i < many && err == nil; i++ {
		err = p.write(fmt.Sprintf("many-%d", i), text)
	}
	if err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *peers) write(name string, b []byte) error { return os.WriteFile(p.at(name), b, 0o600) }

func (p *peers) at(name string) string { return filepath.Join(p.home, name) }

func (p *peers) close() {
	_ = exec.Command("gpgconf", "--homedir", p.home, "--kill", "all").Run()
	_ = os.RemoveAll(p.home)
}

func (p *peers) run(name string, args ...string) error {
	cmd := exec.CommandContext(p.ctx, name, args...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(out))
	}
	return nil
}

func (p *peers) gpg(args ...string) error {
	return p.run("gpg", append([]string{"--homedir", p.home, "--batch", "--yes", "--quiet", "--trust-model", "always", "--pinentry-mode", "loopback", "--passphrase", ""}, args...)...)
}

// gpgSeal makes a key of its own the first time.
func (p *peers) gpgSeal() timing {
	if err := p.gpg("--quick-gen-key", "desk@example.org", "future-default", "default", "never"); err != nil {
		return timing{err: err}
	}
	if err := p.gpg("--import", p.at("cert.asc")); err != nil {
		return timing{err: err}
	}
	return each(20, func() error {
		return p.gpg("-o", p.at("out"), "--sign", "--encrypt", "-r", "desk@example.org", p.at("text"))
	})
}

func (p *peers) gpgSealMany() timing {
	args := []string{"-r", "desk@example.org", "--encrypt-files"}
	for i := range many {
		args = append(args, p.at(fmt.Sprintf("many-%d", i)))
	}
	all := each(3, func() error { return p.gpg(args...) })
	return timing{p50: all.p50 / many, err: all.err}
}

func (p *peers) gpgvCheck() timing {
	if err := p.gpg("-o", p.at("ring.gpg"), "--export"); err != nil {
		return timing{err: err}
	}
	return each(20, func() error {
		return p.run("gpgv", "--homedir", p.home, "--keyring", p.at("ring.gpg"), p.at("text.asc"), p.at("text"))
	})
}

func (p *peers) sqSeal() timing {
	if err := p.run("sq", "key", "generate", "--userid", "desk@example.org", "--export", p.at("sq.key")); err != nil {
		return timing{err: err}
	}
	return each(20, func() error {
		_ = os.Remove(p.at("out.sq"))
		return p.run("sq", "encrypt", "--signer-key", p.at("sq.key"), "--recipient-cert", p.at("sq.key"), "-o", p.at("out.sq"), p.at("text"))
	})
}

func (p *peers) sqCheck() timing {
	return each(20, func() error {
		return p.run("sq", "verify", "--signer-cert", p.at("cert.asc"), "--detached", p.at("text.asc"), p.at("text"))
	})
}
