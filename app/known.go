package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/risk"
)

// subjectField is the field of the search that takes exact tokens.
const subjectField = "ident"

// Known is a person, nickname, phone, vehicle or place in a product that others
// which are open here hold too. It tells of items in compartments that are open
// to this officer, and of nothing else (domain rule H2).
type Known struct {
	Kind       string // "person", "phone", "vehicle" or "place"
	Text       string // as written in the product
	Start, End int    // rune offsets into the reading's text; both 0 when it stands in the receipt
	Items      []Head // the newest first, up to knownItems
	More       int    // further items
	Many       bool   // More is the least that there are
}

const (
	knownItems = 6  // how many references of one subject are given
	knownHits  = 50 // how many are counted
)

// subjectsOf lists what may be known of a product, each once. A person of
// several names is also looked for under the last of them: a name that begins a
// sentence cannot be told from any other word, and is left off.
func (d *Desk) subjectsOf(r intel.Reading, rc intel.Receipt) []risk.Subject {
	list := d.Risk.Subjects(r.Text)
	for _, s := range d.Risk.Subjects(rc.Subject) {
		s.Start, s.End = 0, 0
		list = append(list, s)
	}
	for _, s := range list {
		if i := strings.LastIndexByte(s.Key, ' '); s.Kind == "person" && i >= 0 {
			s.Key = s.Key[i+1:]
			s.Text = s.Text[max(strings.LastIndexAny(s.Text, " \t\n")+1, 0):]
			list = append(list, s)
		}
	}
	seen := map[[2]string]bool{}
	return slices.DeleteFunc(list, func(s risk.Subject) bool {
		k := [2]string{s.Kind, s.Key}
		was := seen[k]
		seen[k] = true
		return was
	})
}

// subjectTokens are the subjects of a product as words that the search finds
// exactly, however they were written.
func (d *Desk) subjectTokens(r intel.Reading, rc intel.Receipt) string {
	var b strings.Builder
	for _, s := range d.subjectsOf(r, rc) {
		b.WriteString(subjectToken(s))
		b.WriteByte(' ')
	}
	return b.String()
}

// subjectToken is one word that stands for a subject: 60 bits of a hash, so
// that two subjects of a vault do not share one but by rare chance.
func subjectToken(s risk.Subject) string {
	sum := sha256.Sum256([]byte(s.Kind + "\x00" + s.Key))
	return "k" + hex.EncodeToString(sum[:])[:15]
}

// Known looks up what a product that is open on the screen shares with others.
// It shows nothing of them but what lists show; opening one is a view of it. The
// rarest come first: they say most.
func (d *Desk) Known(ctx context.Context, id entry.ID) ([]Known, error) {
	d.mu.Lock()
	it, err := d.item(id)
	opened, index := d.opened[id], d.Index
	d.mu.Unlock()
	switch {
	case err != nil:
		return nil, err
	case !opened:
		return nil, ErrUnopened
	}
	reading, err := content[intel.Reading](ctx, d.Vault, it.Entry, intel.RoleReading)
	if err != nil {
		return nil, err
	}
	receipt, err := content[intel.Receipt](ctx, d.Vault, it.Entry, intel.RoleReceipt)
	if err != nil {
		return nil, err
	}
	var out []Known
	told := map[string][]Hit{} // by the last word of a name: what its whole name was found in
	subjects := d.subjectsOf(reading, receipt)
	slices.SortStableFunc(subjects, func(a, b risk.Subject) int { return strings.Count(b.Key, " ") - strings.Count(a.Key, " ") })
	for _, s := range subjects {
		hits, err := index.Search(subjectField+":"+subjectToken(s), knownHits+1)
		if err != nil || ctx.Err() != nil {
			return nil, cmp.Or(ctx.Err(), err)
		}
		if i := strings.LastIndexByte(s.Key, ' '); s.Kind == "person" && i >= 0 {
			told[s.Key[i+1:]] = append(told[s.Key[i+1:]], hits...)
		} else if s.Kind == "person" {
			hits = slices.DeleteFunc(hits, func(h Hit) bool {
				return slices.ContainsFunc(told[s.Key], func(t Hit) bool { return t.Item == h.Item })
			})
		}
		if k, ok := d.knownIn(id, s, hits); ok {
			out = append(out, k)
		}
	}
	slices.SortStableFunc(out, func(a, b Known) int {
		return cmp.Compare(len(a.Items)+a.More, len(b.Items)+b.More)
	})
	return out, nil
}

// knownIn makes a subject's line of the other products that hold it.
func (d *Desk) knownIn(id entry.ID, s risk.Subject, hits []Hit) (Known, bool) {
	k := Known{Kind: s.Kind, Text: s.Text, Start: s.Start, End: s.End, Many: len(hits) > knownHits}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, h := range hits {
		if head, ok := d.headOf(h.Item); ok && h.Item != id {
			k.Items = append(k.Items, head)
		}
	}
	slices.SortFunc(k.Items, func(a, b Head) int {
		return cmp.Or(b.Received.Compare(a.Received), cmp.Compare(a.Ref, b.Ref))
	})
	if n := len(k.Items); n > knownItems {
		k.Items, k.More = k.Items[:knownItems], n-knownItems
	}
	return k, len(k.Items) > 0
}
