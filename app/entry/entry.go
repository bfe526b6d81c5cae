package entry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// ID names an entry, an item, a compartment or a piece of content: a UUID in
// its canonical lower-case text form. The zero value names nothing.
type ID string

// Person names a member for good, across every key they will ever hold. It is
// a neutral code ("p-7f3a91c2"), never a name.
type Person string

// Valid reports whether p can name a person: 2 to 32 small letters, digits and
// dashes, beginning with no dash. It is also the name of a key file.
func (p Person) Valid() bool {
	if len(p) < 2 || len(p) > 32 || p[0] == '-' {
		return false
	}
	for _, r := range p {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return true
}

// Entry is one act, as its author signed it. Facts hold codes, references and
// hashes only; free text lives in the pieces named by Contents.
type Entry struct {
	Vault       ID              `json:"vault"`
	Seq         uint64          `json:"seq"`         // place in the journal, from 1
	Prev        string          `json:"prev"`        // hex SHA-256 of the row before; 64 zeros at seq 1
	Compartment ID              `json:"compartment"` // whose key seals it
	Epoch       uint32          `json:"epoch"`       // which key of the compartment, from 1
	ID          ID              `json:"id"`
	Kind        Kind            `json:"kind"`
	Must        bool            `json:"must"` // a reader that does not know Kind blocks release of Item
	Item        ID              `json:"item"` // the product it is about; empty for acts about the unit
	Author      Person          `json:"author"`
	Done        time.Time       `json:"done"`     // when the act was done, UTC
	Recorded    time.Time       `json:"recorded"` // when it was written to the journal, UTC
	Facts       json.RawMessage `json:"facts"`
	Contents    []Content       `json:"contents"`
}

// Content names one piece of content and the hash of its ciphertext: the
// SHA-256 over the SHA-256 of each sealed part, in order.
type Content struct {
	ID     ID     `json:"id"`
	Role   string `json:"role"` // what the piece is to the act: "original", "text", "reason" …
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"` // of the plaintext, bytes
}

// Draft is an act before it has its place in the journal. The vault fills in
// vault, seq, prev, epoch and recorded, then signs and seals.
type Draft struct {
	ID          ID // chosen by the author, so that an act can name itself
	Kind        Kind
	Item        ID
	Compartment ID
	Done        time.Time
	Facts       any // a struct of the room that owns Kind
	Pieces      []Piece
	Grants      []Grant // only with kinds that make or extend an epoch
}

// Piece is content to be sealed beside an entry: Body, or for what is too large to
// be held in memory, From.
type Piece struct {
	ID   ID // empty: the vault chooses
	Role string
	Body []byte
	From *Source
}

// Source is content that is read while it is sealed, in parts and once.
type Source struct {
	Size int64 // bytes; what is read must be as long, or it changed meanwhile
	Open func() (io.ReadCloser, error)
	Told func(done int64) // hears how many bytes are sealed; may be nil
}

// Size is the length of a piece in bytes.
func (p Piece) Size() int64 {
	if p.From != nil {
		return p.From.Size
	}
	return int64(len(p.Body))
}

// Grant is a session key wrapped to one member's key: a PKESK packet with a
// hidden recipient. Its hash stands in the facts of the entry it came with.
type Grant struct {
	Compartment ID
	Epoch       uint32
	Packet      []byte
}

// Record is a row of the journal as read back: the entry where it could be
// opened, and every fault that the row itself shows.
type Record struct {
	Seq         uint64
	Compartment ID
	Epoch       uint32
	Hash        string // hex, of the row
	Entry       Entry
	Shut        bool    // the reader has no open key for its compartment
	Faults      []Fault // chain, tag, binding, decoding; empty for a sound row
	Proof       Proof   // nil when Shut or when the body did not open
}

// Proof checks the author's signature on the entry that it came with.
type Proof interface {
	// By reports nil if the entry was signed by exactly the key whose public
	// key packet is given (transferable public key bytes). It applies no
	// certificate rules: the roster judges keys, not their self-claims.
	By(key []byte) error
}

// Fault names what is wrong with a row.
type Fault string

// The faults a row can show. Quarantine: written by somebody without keys, so
// the row has no effect and the work goes on.
const (
	FaultChain      Fault = "chain"      // does not follow the row before it
	FaultTag        Fault = "tag"        // no valid tag of a member: quarantined
	FaultBinding    Fault = "binding"    // a sound body in the wrong place
	FaultBody       Fault = "body"       // does not open, or is not strict
	FaultHash       Fault = "hash"       // the row's own hashes do not agree
	FaultSignature  Fault = "signature"  // not signed by the author's key of that time
	FaultPermission Fault = "permission" // the author was not allowed
	FaultTime       Fault = "time"       // outside its neighbours' times or the reader's now
	FaultReplay     Fault = "replay"     // an entry id seen before
	FaultUnknown    Fault = "unknown"    // a newer kind that must be understood
	FaultContent    Fault = "content"    // a named piece is missing or not as signed
	FaultEpoch      Fault = "epoch"      // a key or grant that no epoch entry commits to, or a closed epoch
	FaultState      Fault = "state"      // refused by the rules at that point of the journal
)

// ErrStrict is returned for bytes that are not the one encoding of a value.
var ErrStrict = errors.New("entry: not in its strict encoding")

// Encode gives the one encoding of v: JSON in field order without HTML escapes.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("entry: encode: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Decode reads the one encoding of a value and refuses every other: unknown
// or repeated fields, other spacing or order, trailing bytes. So nothing can
// be said twice in different bytes.
func Decode[T any](b []byte) (T, error) {
	var v T
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return v, fmt.Errorf("%w: %w", ErrStrict, errShape)
	}
	again, err := Encode(v)
	if err != nil || !bytes.Equal(again, b) {
		return v, ErrStrict
	}
	return v, nil
}

// errShape stands in for the decoder's own error, which can quote content.
var errShape = errors.New("wrong shape")

// FactsOf decodes the facts of an entry as the payload of its room.
func FactsOf[T any](e Entry) (T, error) {
	v, err := Decode[T](e.Facts)
	if err != nil {
		return v, fmt.Errorf("entry %s %s: facts: %w", e.Kind, e.ID, err)
	}
	return v, nil
}

// Piece finds the content of a role; ok is false if the entry names none.
func (e Entry) Piece(role string) (Content, bool) {
	for _, c := range e.Contents {
		if c.Role == role {
			return c, true
		}
	}
	return Content{}, false
}
