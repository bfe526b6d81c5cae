package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/app/roster"
	"corridor/cmd/internal/station"
	"corridor/storage/vault"
)

// The officer and the passphrase of the vaults made here. They hold invented
// words only.
const (
	officer    = entry.Person("bench")
	passphrase = "velvet anchor beside nine patient rivers"
)

// corpus makes texts of about 2 KiB from a vocabulary with a long tail, the same
// ones in every run.
type corpus struct {
	rnd  *rand.Rand
	zipf *rand.Zipf
}

func newCorpus() *corpus {
	rnd := rand.New(rand.NewPCG(1, 2))
	return &corpus{rnd: rnd, zipf: rand.NewZipf(rnd, 1.1, 5, 50_000)}
}

func (c *corpus) text() string {
	var b strings.Builder
	for range 330 {
		b.WriteString(spelt(c.zipf.Uint64()))
		b.WriteByte(' ')
	}
	fmt.Fprintf(&b, "call 07700 900%03d vehicle AB%02d CDE", c.rnd.IntN(1000), c.rnd.IntN(100))
	return b.String()
}

// attachment is 200 KB for one product in fifty, else nothing.
func (c *corpus) attachment(i int) []byte {
	if i%50 != 0 {
		return nil
	}
	b := make([]byte, 200_000)
	for j := range b {
		b[j] = byte(c.rnd.Uint32())
	}
	return b
}

// spelt spells a number as a word.
func spelt(n uint64) string {
	b := []byte{'w'}
	for ; n > 0; n /= 20 {
		b = append(b, "abcdefghijklmnoprstu"[n%20])
	}
	return string(b)
}

// product is one product with what is done to it: ten acts.
func product(i int, text string, attached []byte, engine *risk.Engine, now time.Time) ([]entry.Draft, error) {
	id := vault.NewID()
	sum := sha256.Sum256([]byte(fmt.Sprint(i, text)))
	reading := intel.Reading{Name: "note.txt", SHA256: hex.EncodeToString(sum[:]), Kind: "text", Text: text,
		Parts: []intel.Part{}, Warnings: []intel.Warning{}}
	rd, err := entry.Encode(reading)
	if err != nil {
		return nil, err
	}
	rc, err := entry.Encode(intel.Receipt{Originator: "Charity line", OriginatorRef: fmt.Sprintf("CL-%d", i)})
	if err != nil {
		return nil, err
	}
	original := attached
	if original == nil {
		original = []byte(text)
	}
	scan := intel.Scanned{Version: "bench"}
	if engine != nil {
		res := engine.Scan(text, now)
		scan.Version, scan.TTL, scan.Immediate = res.Version, res.TTL, res.Immediate
	}
	received := vault.NewID()
	out := []entry.Draft{
		{ID: received, Kind: entry.ProductReceived, Facts: intel.Received{Ref: fmt.Sprintf("SIU-26-%06d", i), SourceType: intel.Anonymous, Tier: intel.Official, Read: "yes", Bytes: int64(len(original))},
			Pieces: []entry.Piece{{Role: intel.RoleOriginal, Body: original}, {Role: intel.RoleReading, Body: rd}, {Role: intel.RoleReceipt, Body: rc}}},
		{Kind: entry.ProductScanned, Facts: scan},
	}
	for range 3 {
		out = append(out, entry.Draft{Kind: entry.ProductViewed, Facts: intel.Viewed{What: intel.ViewSource, Of: received}})
	}
	for _, c := range risk.Categories()[:4] {
		out = append(out, entry.Draft{Kind: entry.PromptAnswered, Facts: intel.Answered{Category: string(c), Answer: intel.No}})
	}
	out = append(out, entry.Draft{Kind: entry.ProductGraded, Facts: grade.Graded{Version: 1, Handling: "P", Items: []grade.Item{{No: 1, Source: "2", Assessment: "D"}}}})
	for j := range out {
		out[j].Item = id
	}
	return out, nil
}

// founded is an empty vault in a folder, with its founder at the desk.
func founded(ctx context.Context, dir string) (d *app.Desk, path string, st *station.Station, err error) {
	path = filepath.Join(dir, "unit.corridor")
	if st, err = station.New(filepath.Join(dir, "keys")); err != nil {
		return nil, "", nil, err
	}
	d, err = st.Found(ctx, path, station.Founding{Unit: "Bench", Ceiling: string(intel.OfficialSensitive), Name: "B. Bench", Passphrase: []byte(passphrase),
		Member: roster.Member{Person: officer, Rank: "DS", Roles: []roster.Role{roster.Supervisor, roster.Handler}}})
	return d, path, st, err
}

// fill makes a vault of n products, a thousand to an append.
func fill(ctx context.Context, dir string, n int, engine *risk.Engine) (path string, st *station.Station, err error) {
	d, path, st, err := founded(ctx, dir)
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = d.Close() }()
	c := newCorpus()
	for i := 0; i < n; {
		var ds []entry.Draft
		for ; i < n && len(ds) < 1000; i++ {
			p, err := product(i, c.text(), c.attachment(i), engine, time.Now())
			if err != nil {
				return "", nil, err
			}
			ds = append(ds, p...)
		}
		if _, err := d.Vault.Append(ctx, ds...); err != nil {
			return "", nil, err
		}
	}
	return path, st, nil
}
