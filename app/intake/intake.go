package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Part is one piece found inside the file, with what became of it.
type Part struct {
	Name   string `json:"name"` // as offered, made safe to show and to store; "" when it had none
	Type   string `json:"type"` // media type where the container gave one, else our word for the kind
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`         // size after transfer decoding
	Read   string `json:"read"`          // "yes", "partly" or "no"
	Why    string `json:"why,omitempty"` // why not, or only partly
	// Body is the part as it was attached. It may be nil for parts that are
	// views (a sheet, a tracked deletion) rather than bytes of their own.
	Body []byte `json:"-"`
	// Text is what was read from this part, those inside it included.
	Text string `json:"-"`
	// Signed is, for a detached signature, the exact bytes that it covers.
	Signed []byte `json:"-"`

	at, end int  // where Text stands in Result.Text; equal when it does not
	whole   bool // Signed is all of the message that the file is
}

// Warning is something the officer is told though the file was taken in.
type Warning struct {
	Class string `json:"class"`
	What  string `json:"what"`
}

// Failure says why the file as a whole was not read. The original is kept.
type Failure struct {
	Class string `json:"class"`
	What  string `json:"what"`
}

func (f *Failure) Error() string { return f.Class + ": " + f.What }

// Result is all that came of one file. Text holds everything that was read,
// parts included. From, Date, Marking, Handling, References and Dates are
// offered for the receipt form and never filled in silently.
type Result struct {
	SHA256   string    `json:"sha256"`
	Kind     string    `json:"kind"`
	Subject  string    `json:"subject,omitempty"`
	Charset  string    `json:"charset,omitempty"`
	Text     string    `json:"text"`
	Parts    []Part    `json:"parts"`
	Warnings []Warning `json:"warnings"`
	Error    *Failure  `json:"error,omitempty"`
	From     string    `json:"from,omitempty"`
	Date     string    `json:"date,omitempty"`
	Marking  string    `json:"marking,omitempty"`
	// Handling is the line that says how the product may be handled, as it
	// stands there; References are the sender's own; Dates are days that the
	// text names, as 2006-01-02, the likeliest first.
	Handling   string   `json:"handling,omitempty"`
	References []string `json:"references,omitempty"`
	Dates      []string `json:"dates,omitempty"`
	// Message names a mail message by its Message-ID and the letters of its
	// body, whatever way it came: SHA-256, hex. "" when it is none.
	Message string `json:"message,omitempty"`
	// Signature is what was found of the sender's signature: "good by …",
	// "unknown", "bad" or "none"; what stands after "unknown: " says why. The
	// parent finds it for OpenPGP, see Verifier; for S/MIME the child does, and
	// says that the certificate's chain is not checked.
	Signature string `json:"signature,omitempty"`
	// Headers are a message's trace headers (Received and the like), which
	// are kept apart from Text.
	Headers string `json:"headers,omitempty"`
	// Rows and Columns are the size of a table (CSV), the header row included.
	Rows    int `json:"rows,omitempty"`
	Columns int `json:"columns,omitempty"`
}

// Limits bound what one file may cost. Reaching one is a warning or an error,
// never silence.
type Limits struct {
	Bytes     int64 // of the file itself
	PartBytes int64 // of any one part once decoded or unpacked
	Expanded  int64 // of all parts together
	TextBytes int64 // of text kept, all parts together
	Depth     int   // containers inside containers
	Parts     int   // parts listed
	Memory    int64 // of the child process, in bytes
}

// DefaultLimits is what a unit starts with.
func DefaultLimits() Limits {
	return Limits{
		Bytes: 256 << 20, PartBytes: 128 << 20, Expanded: 512 << 20, TextBytes: 32 << 20,
		Depth: 16, Parts: 20000, Memory: 1 << 30,
	}
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	set := func(v *int64, d int64) {
		if *v <= 0 {
			*v = d
		}
	}
	set(&l.Bytes, d.Bytes)
	set(&l.PartBytes, d.PartBytes)
	set(&l.Expanded, d.Expanded)
	set(&l.TextBytes, d.TextBytes)
	set(&l.Memory, d.Memory)
	if l.Depth <= 0 {
		l.Depth = d.Depth
	}
	if l.Parts <= 0 {
		l.Parts = d.Parts
	}
	return l
}

// Opener decrypts an OpenPGP message. It holds keys, so only the parent uses
// it; the child never sees one. signature is "good by …", "unknown", "bad" or
// "none".
type Opener interface {
	Decrypt(armoredOrBinary []byte) (plain []byte, signature string, err error)
}

// Read reads one file in this process. It never panics; what it costs is
// bounded by lim. Hostile files belong in the child: see Runner.
func Read(name string, b []byte, passphrase string, lim Limits) Result {
	return readAt(time.Now(), name, b, passphrase, lim)
}

func readAt(now time.Time, name string, b []byte, passphrase string, lim Limits) (res Result) {
	lim = lim.orDefault()
	res = Result{SHA256: digest(b), Parts: []Part{}, Warnings: []Warning{}}
	if int64(len(b)) > lim.Bytes {
		res.Kind = "unknown"
		res.Error = &Failure{"bomb", fmt.Sprintf("not read: the file has %d bytes, the limit is %d", len(b), lim.Bytes)}
		return res
	}
	r := &reader{lim: lim, pass: passphrase, res: &res, now: now}
	f := r.open(input{name: name, b: b, top: true})
	res.Kind, res.Subject, res.Charset, res.From, res.Date = f.kind, f.subject, f.charset, f.from, f.date
	res.Rows, res.Columns = f.rows, f.columns
	if res.Error == nil {
		res.Error = f.fail
	}
	res.Text = r.out.String()
	for i := range res.Parts {
		if p := &res.Parts[i]; p.end > p.at {
			p.Text = res.Text[p.at:p.end]
		}
	}
	if res.Error == nil && strings.TrimSpace(res.Text) == "" && !r.warned("no-text") {
		r.warn("no-text", "no text was found in this file")
	}
	r.pairSignatures()
	res.offer()
	res.Message = res.messageKey(f.id)
	return res
}

// messageKey is Result.Message of a message with such a Message-ID.
func (res *Result) messageKey(id string) string {
	id = strings.ToLower(strings.Trim(strings.TrimSpace(id), "<>"))
	if id == "" {
		return ""
	}
	for _, p := range res.Parts {
		if body := lettersOf(p.Text); p.Name == "" && strings.HasPrefix(p.Type, "text/") && body != "" {
			return digest([]byte(id + "\n" + body))
		}
	}
	return ""
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
