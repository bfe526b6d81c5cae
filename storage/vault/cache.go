package vault

import (
	"bytes"
	"context"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/pack"
	"corridor/crypto/pgp"
	"corridor/crypto/secret"
	"corridor/storage/whole"
)

// cacheFormat is the version of a cache file.
const cacheFormat = "corridor cache 2"

const (
	maxCacheHeader = 64 << 10 // bytes
	judgedPart     = "judged"
)

// cacheHeader is what the member signs of a cache: of which vault, up to where,
// by which program, and the key of everything else in the file. That key is made
// for this file and stands nowhere else, so nobody but the member can have made
// a block that opens by it.
type cacheHeader struct {
	Format  string       `json:"format"`
	Vault   entry.ID     `json:"vault"`
	Person  entry.Person `json:"person"`
	Program string       `json:"program"` // SHA-256 of the executable: rules change with it
	Genesis string       `json:"genesis"` // hash of the first row
	Seq     uint64       `json:"seq"`     // place up to which the desk had folded
	Last    uint64       `json:"last"`    // last row that stands there
	Hash    string       `json:"hash"`    // its hash
	Key     []byte       `json:"key"`     // of the parts
	Parts   []cachePart  `json:"parts"`
}

// cachePart is a part, sealed in blocks: see sealedPart.
type cachePart struct {
	Name string `json:"name"`
	At   int64  `json:"at"`   // where its first block begins in the file
	Size int64  `json:"size"` // of its plaintext, bytes
}

func cacheFile(dir string, vault entry.ID, p entry.Person) string {
	return filepath.Join(dir, string(vault), string(p)+".cache")
}

// ErrCache says that there is no cache that can be used. It costs time and
// nothing else.
var ErrCache = errors.New("vault: no cache that fits")

// Keep writes what a desk has worked out from the journal up to seq: sealed to
// the member, signed by them, outside the vault. What is written is no record:
// it is thrown away at any doubt.
func (v *Vault) Keep(ctx context.Context, seq uint64, parts []app.KeptPart) error {
	h, judged, err := v.keptFrom(ctx, seq)
	if err != nil {
		return err
	}
	parts = append([]app.KeptPart{{Name: judgedPart, Body: bytes.NewReader(judged)}}, parts...)
	err = whole.Lightly(cacheFile(v.keyDir, v.id, v.me), func(w io.Writer) error { return v.writeCache(ctx, w, h, parts) })
	if err != nil { // what is torn is thrown away when it is read
		return fmt.Errorf("vault: keep: %w", err)
	}
	return nil
}

// keptFrom is the head of a cache up to seq, and what this vault has judged.
func (v *Vault) keptFrom(ctx context.Context, seq uint64) (cacheHeader, []byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return cacheHeader{}, nil, app.ErrShut
	}
	program := v.program()
	if v.suspect || program == "" || v.genesis == "" || seq > max(v.front.last, v.end)+farAhead {
		return cacheHeader{}, nil, ErrCache
	}
	st, err := v.at(ctx, seq)
	if err != nil {
		return cacheHeader{}, nil, err
	}
	h := cacheHeader{Format: cacheFormat, Vault: v.id, Person: v.me, Program: program, Genesis: v.genesis,
		Seq: seq, Last: st.last, Hash: hex.EncodeToString(st.prev)}
	return h, v.packJudged(st), nil
}

// packJudged packs where the journal stands and which entries it holds.
func (v *Vault) packJudged(st state) []byte {
	var w pack.Writer
	w.Uint(uint64(st.common))
	w.Int(len(st.epochs))
	for c, n := range st.epochs {
		w.ID(c)
		w.Uint(uint64(n))
	}
	w.Int(len(v.marks))
	for _, m := range v.marks {
		w.Uint(m.seq)
		w.ID(m.compartment)
		w.Uint(uint64(m.number))
	}
	w.Blob(v.seen.sorted())
	return w.Bytes()
}

func (v *Vault) writeCache(ctx context.Context, f io.Writer, h cacheHeader, parts []app.KeptPart) error {
	key, err := secret.Random(v.rand, pgp.KeySize)
	if err != nil {
		return err
	}
	defer key.Wipe()
	aead, err := blockCipher(key.Expose())
	if err != nil {
		return err
	}
	at := int64(0)
	for i, p := range parts {
		h.Parts = append(h.Parts, cachePart{Name: p.Name, At: at, Size: p.Body.Size()})
		n, err := writeSealed(ctx, f, aead, uint32(i), p.Body)
		if err != nil {
			return err
		}
		at += n
	}
	h.Key = key.Expose()
	head, err := v.sealHeader(h)
	if err != nil {
		return err
	}
	_, err = f.Write(binary.BigEndian.AppendUint64(head, uint64(len(head))))
	return err
}

// sealHeader signs the header and seals it to the member: a wrapped key and a
// sealed packet, which is one ordinary OpenPGP message.
func (v *Vault) sealHeader(h cacheHeader) ([]byte, error) {
	b, err := entry.Encode(h)
	if err != nil {
		return nil, err
	}
	defer clear(b)
	signed, err := v.member.Sign(b, v.now(), v.rand)
	if err != nil {
		return nil, err
	}
	defer clear(signed)
	return v.member.SealToSelf(signed, v.rand)
}

// kept is an open cache.
type kept struct {
	file   *os.File
	header cacheHeader
	aead   cipher.AEAD
}

// Kept opens the cache that Keep wrote, if it was written by this program for
// this member of this vault and the journal still holds the very row that it
// ends with; and puts the vault at that place. Anything else is ErrCache.
func (v *Vault) Kept(ctx context.Context) (app.Kept, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || v.suspect || v.front.last > 0 {
		return app.Kept{}, ErrCache
	}
	f, err := os.Open(cacheFile(v.keyDir, v.id, v.me))
	if errors.Is(err, fs.ErrNotExist) {
		return app.Kept{}, ErrCache
	}
	if err != nil {
		return app.Kept{}, fmt.Errorf("%w: %w", ErrCache, err)
	}
	k, err := v.openCache(ctx, f)
	if err != nil {
		_ = f.Close()
		return app.Kept{}, err
	}
	v.cache = f
	return app.Kept{Seq: k.header.Seq, Part: k.part, Open: k.open}, nil
}

func (v *Vault) openCache(ctx context.Context, f *os.File) (*kept, error) {
	h, err := v.readHeader(f)
	if err != nil {
		return nil, err
	}
	if h.Format != cacheFormat || h.Vault != v.id || h.Person != v.me || h.Genesis != v.genesis || h.Program == "" || h.Program != v.program() {
		return nil, ErrCache
	}
	if h.Last == 0 || h.Last > v.end {
		return nil, ErrCache
	}
	rows, err := v.store.Rows(ctx, h.Last-1, 1)
	if err != nil || len(rows) != 1 || rows[0].Seq != h.Last || hex.EncodeToString(rows[0].Hash) != h.Hash ||
		v.tagged(rows[0]) == 0 || !v.placed(rowOf(rows[0])) {
		return nil, ErrCache
	}
	aead, err := blockCipher(h.Key)
	clear(h.Key)
	if err != nil {
		return nil, ErrCache
	}
	k := &kept{file: f, header: h, aead: aead}
	b, err := k.part(judgedPart)
	if err != nil {
		return nil, err
	}
	return k, v.takeUp(h, b)
}

// takeUp puts the vault at the place where the cache ends.
func (v *Vault) takeUp(h cacheHeader, b []byte) error {
	prev, err := hex.DecodeString(h.Hash)
	if err != nil {
		return ErrCache
	}
	r := pack.Read(b)
	st := state{last: h.Last, prev: prev, common: uint32(r.Uint()), epochs: map[entry.ID]uint32{}}
	for n := r.Count(); n > 0; n-- {
		c := r.ID()
		st.epochs[c] = uint32(r.Uint())
	}
	marks := make([]mark, r.Count())
	for i := range marks {
		marks[i] = mark{seq: r.Uint(), compartment: r.ID(), number: uint32(r.Uint())}
	}
	seen := r.Blob()
	if r.End() != nil || len(seen)%seenSize != 0 {
		return ErrCache
	}
	v.tail = 0
	v.front, v.marks, v.seen = st, marks, seenIDs{old: seen, fresh: map[[16]byte]uint64{}}
	return nil
}

// readHeader opens the head of a cache file, which stands at its end, and
// checks that this member signed it.
func (v *Vault) readHeader(f *os.File) (cacheHeader, error) {
	i, err := f.Stat()
	if err != nil || !i.Mode().IsRegular() || i.Size() < 8 {
		return cacheHeader{}, ErrCache
	}
	var length [8]byte
	if _, err := f.ReadAt(length[:], i.Size()-8); err != nil {
		return cacheHeader{}, ErrCache
	}
	n := binary.BigEndian.Uint64(length[:])
	if n > maxCacheHeader || int64(n) > i.Size()-8 {
		return cacheHeader{}, ErrCache
	}
	sealed := make([]byte, n)
	if _, err := f.ReadAt(sealed, i.Size()-8-int64(n)); err != nil {
		return cacheHeader{}, ErrCache
	}
	return v.openHeader(sealed)
}

func (v *Vault) openHeader(sealed []byte) (cacheHeader, error) {
	inner, err := v.member.OpenToSelf(sealed)
	if err != nil {
		return cacheHeader{}, ErrCache
	}
	defer clear(inner)
	signed, err := pgp.ReadSigned(inner)
	if err != nil {
		return cacheHeader{}, ErrCache
	}
	public, err := v.member.Public()
	if err != nil || signed.By(public) != nil {
		return cacheHeader{}, ErrCache
	}
	h, err := entry.Decode[cacheHeader](signed.Literal)
	if err != nil {
		return cacheHeader{}, ErrCache
	}
	return h, nil
}

// open finds a part of the cache, to be read piecemeal.
func (k *kept) open(name string) (app.Image, error) {
	p, err := k.sealed(name)
	if err != nil {
		return nil, err
	}
	return p, nil
}

func (k *kept) sealed(name string) (*sealedPart, error) {
	for i, p := range k.header.Parts {
		if p.Name == name {
			return openSealed(k.file, k.aead, uint32(i), p.At, p.Size)
		}
	}
	return nil, ErrCache
}

// part opens the whole of one part.
func (k *kept) part(name string) ([]byte, error) {
	p, err := k.sealed(name)
	if err != nil {
		return nil, err
	}
	return p.all()
}

// Discard forgets what was taken from a cache: the journal is judged anew.
func (v *Vault) Discard() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.restart()
}

// thisProgram is the hash of the program that runs; "" if it cannot be read.
var thisProgram = sync.OnceValue(programSum)

// Warm works out ahead what the first unlock of this program needs and takes no
// passphrase.
func Warm() { thisProgram() }

// programSum is the hash of the program that runs; "" if it cannot be read.
func programSum() string {
	f, err := os.Open("/proc/self/exe")
	if err != nil {
		path, e := os.Executable()
		if e != nil {
			return ""
		}
		if f, err = os.Open(path); err != nil {
			return ""
		}
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}
