package intake

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
)

// Open reads a file as Read does and, where it is or holds OpenPGP messages,
// has them opened by o here in the parent and their content read in a child
// in turn. A message that o cannot open stays listed as not read.
func (r Runner) Open(ctx context.Context, name string, b []byte, passphrase string, o Opener) (Result, error) {
	return openWith(func(name string, b []byte) (Result, error) { return r.Read(ctx, name, b, passphrase) }, name, b, o, 0)
}

// Verifier is an Opener that can also check a detached signature: signed are
// the bytes it covers, with the line ends that mail has. The answer is as
// Opener gives it.
type Verifier interface {
	Verify(signed, signature []byte) string
}

// verify has the detached signatures of a message checked, where o can.
func (res *Result) verify(o Opener) {
	v, ok := o.(Verifier)
	if !ok {
		return
	}
	for _, p := range res.Parts {
		if p.Signed == nil || len(p.Body) == 0 || isPKCS7(pkcs7Bytes(p.Body)) { // S/MIME was checked in the child
			continue
		}
		res.Signature = v.Verify(crlf(p.Signed), p.Body)
		res.Warnings = slices.DeleteFunc(res.Warnings, func(w Warning) bool { return w.Class == "signature-unknown" })
		res.warnSignature("the message")
		return // one signature speaks for the message; others are in its parts
	}
}

// crlf gives text the line ends over which mail is signed.
func crlf(b []byte) []byte {
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
}

// warnSignature tells the officer of any signature that is not good.
func (res *Result) warnSignature(what string) {
	switch {
	case res.Signature == "" || res.Signature == "none":
		res.Warnings = append(res.Warnings, Warning{"unsigned", what + " carries no signature"})
	case strings.HasPrefix(res.Signature, "unknown"):
		res.Warnings = append(res.Warnings, Warning{"signature-unknown", what + " is signed by a key that is not known"})
	case strings.HasPrefix(res.Signature, "bad"):
		res.Warnings = append(res.Warnings, Warning{"signature-bad", "the signature of " + what + " does not hold"})
	}
}

// maxSealed bounds messages sealed inside messages.
const maxSealed = 4

func openWith(read func(string, []byte) (Result, error), name string, b []byte, o Opener, depth int) (Result, error) {
	res, err := read(name, b)
	if err != nil || o == nil || depth >= maxSealed {
		return res, err
	}
	if IsOpenPGP(b) {
		return openWhole(read, name, b, res, o, depth)
	}
	res.verify(o)
	sealed, opened := 0, 0
	for i, n := 0, len(res.Parts); i < n; i++ {
		if p := res.Parts[i]; p.Read != "no" || !IsOpenPGP(p.Body) {
			continue
		}
		sealed++
		plain, signature, err := o.Decrypt(res.Parts[i].Body)
		if err != nil {
			continue
		}
		inner, err := openWith(read, unsealedName(res.Parts[i].Name), plain, o, depth+1)
		if err != nil {
			return res, err
		}
		opened++
		res.Parts[i].Read, res.Parts[i].Why = "yes", "decrypted; what it held follows"
		if inner.Error != nil {
			res.Parts[i].Read, res.Parts[i].Why = "no", inner.Error.Error()
		}
		res.absorb(inner, signature)
	}
	if opened > 0 && opened == sealed && res.Error != nil && res.Error.Class == "no-key" {
		res.Error = nil
	}
	return res, nil
}

// unsealedName is the name of what a sealed file of such a name holds.
func unsealedName(name string) string {
	for _, ext := range []string{".asc", ".gpg", ".pgp"} {
		name = strings.TrimSuffix(name, ext)
	}
	return name
}

func openWhole(read func(string, []byte) (Result, error), name string, b []byte, res Result, o Opener, depth int) (Result, error) {
	plain, signature, err := o.Decrypt(b)
	if err != nil {
		if res.Error != nil && res.Error.Class == "no-key" {
			res.Error.What = fmt.Sprintf("not read: the message could not be opened (%v)", err)
		}
		return res, nil
	}
	inner := unsealedName(name)
	got, err := openWith(read, inner, plain, o, depth+1)
	if err != nil {
		return res, err
	}
	out := Result{SHA256: res.SHA256, Kind: "openpgp", Parts: []Part{}, Warnings: []Warning{}}
	out.Subject, out.Charset, out.From, out.Date, out.Marking = got.Subject, got.Charset, got.From, got.Date, got.Marking
	out.Handling, out.References, out.Dates, out.Message = got.Handling, got.References, got.Dates, got.Message
	out.Rows, out.Columns, out.Headers, out.Error = got.Rows, got.Columns, got.Headers, got.Error
	shown, _ := safeName(inner)
	part := Part{Name: shown, Type: mediaOf(got.Kind), SHA256: digest(plain), Bytes: int64(len(plain)), Read: "yes", Body: plain}
	if got.Error != nil {
		part.Read, part.Why = "no", got.Error.Error()
	}
	out.Parts = append(out.Parts, part)
	out.absorb(got, signature)
	out.Parts[0].Text = out.Text
	return out, nil
}

// absorb adds what a decrypted message held.
func (res *Result) absorb(inner Result, signature string) {
	at := len(res.Text)
	if at > 0 && inner.Text != "" {
		res.Text += "\n[decrypted]\n"
		at = len(res.Text)
	}
	res.Text += inner.Text
	for _, p := range inner.Parts {
		if p.end > p.at {
			p.at, p.end = p.at+at, p.end+at
		}
		res.Parts = append(res.Parts, p)
	}
	res.Warnings = append(res.Warnings, inner.Warnings...)
	if res.Subject == "" || res.Subject == "..." || res.Subject == "Encrypted Message" {
		res.Subject = inner.Subject
	}
	if res.Charset == "" {
		res.Charset = inner.Charset
	}
	if res.Marking == "" {
		res.Marking = inner.Marking
	}
	res.Signature = signature
	res.warnSignature("the encrypted message")
}
