package intake

import (
	"bytes"
	"context"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode"
)

// Open reads a file as Read does and, where it is or holds OpenPGP messages,
// has them opened by o here in the parent and their content read in a child
// in turn. A message that o cannot open stays listed as not read.
func (r Runner) Open(ctx context.Context, name string, b []byte, passphrase string, o Opener) (Result, error) {
	return opening{func(name string, b []byte) (Result, error) { return r.Read(ctx, name, b, passphrase) }, o, passphrase}.open(name, b, 0)
}

// Unlocker is an Opener that can also open a message that is encrypted under a
// passphrase. signature is as Decrypt gives it.
type Unlocker interface {
	Unlock(sealed []byte, passphrase string) (plain []byte, signature string, err error)
}

// opening is one file on its way, with all that may open what it holds.
type opening struct {
	read       func(string, []byte) (Result, error)
	o          Opener
	passphrase string
}

// decrypt opens a message by key, or by the passphrase that was given.
func (op opening) decrypt(b []byte) (plain []byte, signature string, err error) {
	plain, signature, err = op.o.Decrypt(b)
	if u, ok := op.o.(Unlocker); err != nil && ok && op.passphrase != "" {
		if p, s, e := u.Unlock(b, op.passphrase); e == nil {
			return p, s, nil
		}
	}
	return plain, signature, err
}

// Verifier is an Opener that can also check a signature over bytes that are
// not encrypted. signature is one or more signatures, armoured or binary. The
// answer is "good by …" with the addresses of the signer's certificate,
// "unknown", "unknown: …" with the reason, or "bad".
type Verifier interface {
	Verify(signed, signature []byte) string
}

// maxVerified bounds the signatures of one file that are checked.
const maxVerified = 64

// verify has the OpenPGP signatures that the child found checked, where o can.
// One that covers the whole file speaks for it; of others it is said that they
// cover a part.
func (res *Result) verify(o Opener) {
	v, ok := o.(Verifier)
	if !ok {
		return
	}
	checked, spoken := 0, false
	for i := range res.Parts {
		p := &res.Parts[i]
		if p.Signed == nil || len(p.Body) == 0 {
			continue
		}
		if checked++; checked > maxVerified {
			res.Warnings = append(res.Warnings, Warning{"signature-unknown", fmt.Sprintf("the file carries more than %d signatures; the rest were not checked", maxVerified)})
			break
		}
		if checked == 1 {
			res.Warnings = slices.DeleteFunc(res.Warnings, func(w Warning) bool { return w.What == uncheckedMail || w.What == uncheckedText })
		}
		code := verdictOf(v, p.Signed, p.Body)
		p.Read, p.Why = "yes", "a signature: "+code
		if p.whole && !spoken {
			spoken = true
			res.Signature = code
			res.warnSignature("the message")
			res.sentBySigner()
			continue
		}
		part := Result{Signature: code}
		part.warnSignature("a part")
		res.Warnings = append(res.Warnings, part.Warnings...)
	}
}

// verdictOf checks a signature over text whose line ends its way here may have
// changed: as it came, with the line ends that mail has, and with bare ones.
func verdictOf(v Verifier, signed, signature []byte) string {
	code := v.Verify(signed, signature)
	for _, other := range [][]byte{crlf(signed), bytes.ReplaceAll(signed, []byte("\r\n"), []byte("\n"))} {
		if code != "bad" {
			break
		}
		if !bytes.Equal(other, signed) {
			code = v.Verify(other, signature)
		}
	}
	return code
}

// sentBySigner warns when a good signature's certificate does not name the
// address that the message says it is from.
func (res *Result) sentBySigner() {
	from, err := mail.ParseAddress(res.From)
	if err != nil || !strings.HasPrefix(res.Signature, "good by ") || !strings.Contains(res.Signature, "@") {
		return
	}
	words := strings.FieldsFunc(res.Signature, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>[](),;", r) })
	if !slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, from.Address) }) {
		res.Warnings = append(res.Warnings, Warning{"signature-unknown", "the signer's certificate names another address than the sender's"})
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
		why := what + " is signed by a key that is not known"
		if _, reason, ok := strings.Cut(res.Signature, ": "); ok {
			why = "the signature of " + what + " proves nothing: " + reason
		}
		res.Warnings = append(res.Warnings, Warning{"signature-unknown", why})
	case strings.HasPrefix(res.Signature, "bad"):
		res.Warnings = append(res.Warnings, Warning{"signature-bad", "the signature of " + what + " does not hold"})
	}
}

// maxSealed bounds messages sealed inside messages.
const maxSealed = 4

func (op opening) open(name string, b []byte, depth int) (Result, error) {
	res, err := op.read(name, b)
	if err != nil || op.o == nil || depth >= maxSealed {
		return res, err
	}
	if IsOpenPGP(b) && res.Error != nil && (res.Error.Class == "no-key" || res.Error.Class == "password-required") {
		return op.openWhole(name, b, res, depth)
	}
	res.verify(op.o)
	sealed, opened := 0, 0
	for i, n := 0, len(res.Parts); i < n; i++ {
		if p := res.Parts[i]; p.Read != "no" || !IsOpenPGP(p.Body) {
			continue
		}
		sealed++
		plain, signature, err := op.decrypt(res.Parts[i].Body)
		if err != nil {
			continue
		}
		inner, err := op.open(unsealedName(res.Parts[i].Name), plain, depth+1)
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
	if opened > 0 && opened == sealed && res.Error != nil && (res.Error.Class == "no-key" || res.Error.Class == "password-required") {
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

func (op opening) openWhole(name string, b []byte, res Result, depth int) (Result, error) {
	plain, signature, err := op.decrypt(b)
	if err != nil {
		switch {
		case res.Error.Class == "password-required" && op.passphrase != "":
			res.Error = &Failure{"wrong-passphrase", "not read: the passphrase does not open the message"}
		case res.Error.Class == "no-key":
			res.Error.What = fmt.Sprintf("not read: the message could not be opened (%v)", err)
		}
		return res, nil
	}
	inner := unsealedName(name)
	got, err := op.open(inner, plain, depth+1)
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
	if (signature == "" || signature == "none") && inner.Signature != "" {
		res.Signature = inner.Signature // signed first and then encrypted: its warnings came with it
		return
	}
	res.Signature = signature
	res.warnSignature("the encrypted message")
	res.sentBySigner()
}
