package app

import (
	"context"
	"errors"
	"io"

	"corridor/app/entry"
	"corridor/app/roster"
)

// Journal is the vault as the desk sees it: entries in, records out. A vault
// is safe for use by several goroutines; Append calls are serialised.
type Journal interface {
	// Append signs, seals and stores the drafts as one transaction, durable
	// when it returns. Either all of them stand or none does.
	Append(ctx context.Context, ds ...entry.Draft) ([]entry.Entry, error)
	// Ahead seals content that is too large to be held, and stores it ahead of
	// the entry that will name it: in the next Append that holds the piece it
	// gives. Forget takes it back instead; the next unlock does if nobody does.
	Ahead(ctx context.Context, role string, from *entry.Source) (entry.Piece, error)
	Forget(ctx context.Context, p entry.Piece)
	// Read gives every record after a place, in order. It stops at fn's error.
	Read(ctx context.Context, after uint64, fn func(entry.Record) error) error
	// Skim is Read for whoever asks few records for their proof.
	Skim(ctx context.Context, after uint64, fn func(entry.Record) error) error
	// Content opens one piece and checks it against its name and hash.
	// ErrGone: destroyed. ErrShut: its compartment is not open.
	Content(ctx context.Context, c entry.Content) ([]byte, error)
	// CheckContents holds the stored bytes of pieces against their names and
	// hashes without opening them, and gives what it found of each: nil, ErrGone
	// or ErrDamaged. It is quickest where many small ones come together.
	CheckContents(ctx context.Context, cs []entry.Content) []error
}

// Keyring holds the compartments' keys of the member who unlocked.
type Keyring interface {
	// NewEpoch makes a fresh key for a compartment, wrapped to each member.
	// Nothing is stored until the entry that carries the grants is appended.
	NewEpoch(compartment entry.ID, number uint32, members []roster.Member) (roster.Epoch, []entry.Grant, error)
	// Extend wraps every key of a compartment that we hold to one more member.
	Extend(compartment entry.ID, to roster.Member) ([]roster.GrantFact, []entry.Grant, error)
	// Enter loads our keys of a compartment, so that its records open. It
	// reports false when no grant is ours.
	Enter(ctx context.Context, compartment entry.ID) (bool, error)
	// Leave forgets the keys of a compartment; its records are shut again.
	Leave(compartment entry.ID)
	// Mine lists the compartments that hold a grant of ours, entered or not.
	Mine(ctx context.Context) ([]entry.ID, error)
	// Trust tells the keyring which epochs the roster commits to; keys that
	// answer to no commitment are dropped and reported by fault "epoch".
	Trust(epochs []roster.Epoch) error
}

// Sealer signs and encrypts what leaves, in the interoperable profile.
type Sealer interface {
	// SignRelease makes a detached armoured signature by our neutral release
	// key.
	SignRelease(b []byte) ([]byte, error)
	// VerifyRelease checks a detached signature by exactly the given key.
	VerifyRelease(key, b, signature []byte) error
	// EncryptTo encrypts to every certificate given, armoured.
	EncryptTo(certs [][]byte, name string, b []byte) ([]byte, error)
	// Decrypt opens a message to this member; signature says who signed, of
	// ourselves and the holders of the certificates given, in words for the
	// record: "good by FPR", "unknown", "unknown: why", "bad", "none".
	Decrypt(b []byte, senders ...[]byte) (plain []byte, signature string, err error)
	// OpenPhrase opens a message that is encrypted under a passphrase.
	OpenPhrase(b []byte, passphrase string, senders ...[]byte) (plain []byte, signature string, err error)
	// VerifyFrom checks a detached signature over exactly b by the
	// certificates given, in the same words.
	VerifyFrom(b, signature []byte, senders ...[]byte) string
	// Certificate reads a recipient's certificate and says why it cannot be
	// used, if so.
	Certificate(b []byte) (Certificate, error)
	// ReleaseCert is the armoured public release certificate of a member.
	ReleaseCert(m roster.Member) ([]byte, error)
}

// Certificate is what an outside recipient's certificate says of itself.
type Certificate struct {
	Fingerprint string // upper-case hex
	UserID      string
	Binary      []byte // normalised, without armour
	Expires     string // RFC 3339 date or "" for never
}

// Pad keeps text being typed, sealed to its author; overwritten, not truth.
type Pad interface {
	PutPad(ctx context.Context, draft string, body []byte) error
	GetPad(ctx context.Context, draft string) ([]byte, error) // nil, nil when there is none
	DropPad(ctx context.Context, draft string) error
}

// Index finds words in what the member has open. It lives in memory only. The
// field "ident" takes words of letters and digits that are found exactly, by
// asking for ident:WORD.
type Index interface {
	Add(item entry.ID, fields map[string]string) error
	Search(query string, limit int) ([]Hit, error)
}

// Facets are what lists show of an item and a search can ask for beside words.
type Facets struct {
	Grade string // codes with spaces between, "" before grading
	State string // its stage
	Day   string // of receipt in London, 2006-01-02
}

// FacetIndex is an index that can be asked for facets too: grade:, state:,
// before: and after:. about is called while it searches, and must not call it.
type FacetIndex interface {
	Index
	Find(query string, limit int, about func(entry.ID) (Facets, bool)) ([]Hit, error)
}

// Image is a large part of what a desk keeps: read here and there, when it is
// asked for. ReadAt may be called from several goroutines.
type Image interface {
	io.ReaderAt
	Size() int64 // bytes
}

// ErrImage is returned where the bytes of an image cannot be had, or are none.
var ErrImage = errors.New("app: the image cannot be read")

// ImagedIndex is an index that can be kept. Image is the whole of it as it is
// now, and stays so while the index goes on. Restore makes the index what it
// was then, or leaves it as it is: it reads little of the image, which is read
// on as searches need it. If that fails later, with ErrImage, the index is
// empty.
type ImagedIndex interface {
	Index
	Image() (Image, error)
	Restore(image Image) error
}

// Hit is a search result: which item and why, in neutral words.
type Hit struct {
	Item entry.ID
	Why  string // "words in text", "number in text", "reference", "fields"
}

// KeptPart is a named part of what a desk keeps.
type KeptPart struct {
	Name string
	Body Image
}

// Kept is what a desk kept in an earlier session.
type Kept struct {
	Seq  uint64                            // place up to which the journal was folded
	Part func(name string) ([]byte, error) // the whole of a part; an error: throw all of it away
	Open func(name string) (Image, error)  // a part that is read piecemeal: each piece is checked as it is read
}

// Cache keeps what a desk has worked out from the journal, sealed to its member
// and signed by them. It is never the record: it is thrown away at any doubt.
type Cache interface {
	// Keep writes what was worked out up to a place.
	Keep(ctx context.Context, seq uint64, parts []KeptPart) error
	// Kept gives what Keep wrote if this program wrote it for this member and
	// the journal still holds the row that it ends with; reading then goes on
	// behind that place. It comes before the first Read.
	Kept(ctx context.Context) (Kept, error)
	// Discard takes Kept back: the journal is read from its start.
	Discard()
	// NoteHead remembers on this desk where the journal ends now, so that an
	// older copy put in its place is noticed.
	NoteHead() error
	// Records gives the rows at places, in rising order, with the faults that
	// each shows by itself. Rows that are missing are left out.
	Records(ctx context.Context, places []uint64) ([]entry.Record, error)
}

// Late is an act that the member who unlocked did while the vault could not be
// written, or not even opened, and that has no place behind its end.
type Late struct {
	Hash  string // hex, of the row that it was to be
	Draft entry.Draft
	Apart bool // recorded without the vault: it may not know its product
}

// Spool keeps acts that cannot wait while the vault cannot be written. Most find
// their own way into the journal; those that do not are recorded anew.
type Spool interface {
	// Late gives what has to be recorded anew, oldest first.
	Late(ctx context.Context) ([]Late, error)
	// Merged forgets acts that have been.
	Merged(hashes []string) error
}

// Vault is everything the desk needs of storage.
type Vault interface {
	Journal
	Spool
	Cache
	Keyring
	Sealer
	Pad
	Keeper
	ID() entry.ID
	Common() entry.ID
	Me() entry.Person
	Head() (seq uint64, hash string)
	// HeadCode is the head as 16 characters, to be typed from paper.
	HeadCode() string
	// CodeOf is a fingerprint as a short code to be read out.
	CodeOf(fingerprint string) string
	// Warnings are what unlock found: rollback suspected, read-only medium …
	Warnings() []string
	// Confirm checks the passphrase of the member who unlocked, for acts that
	// ask for it again. ErrPassphrase when it is not theirs.
	Confirm(passphrase []byte) error
	// Close wipes keys and releases the file.
	Close() error
}
