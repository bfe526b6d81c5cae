package app

import (
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"corridor/app/entry"
)

// holdings are what this desk has read of the content of products, once, because it
// never changes: which bytes they came as, and whose words the search holds.
// The zero value knows nothing.
type holdings struct {
	originals map[string]entry.ID // compartment and SHA-256 of the bytes → product
	words     map[entry.ID]bool   // products whose words the search holds
	kept      []brief             // what an earlier session knew, until somebody asks
}

// take takes over what an earlier session knew.
func (k *holdings) take(kept []brief) { *k = holdings{kept: kept} }

// ready puts what an earlier session knew with the rest.
func (k *holdings) ready() {
	if k.originals == nil {
		k.originals, k.words = make(map[string]entry.ID, len(k.kept)), make(map[entry.ID]bool, len(k.kept))
	}
	for i := range k.kept {
		b := &k.kept[i]
		k.words[b.item] = true
		if len(b.original) > 0 {
			k.originals[string(b.compartment)+hex.EncodeToString(b.original)] = b.item
		}
	}
	k.kept = nil
}

// original finds the product of a compartment that came as bytes of this hash.
func (k *holdings) original(compartment entry.ID, sum string) (entry.ID, bool) {
	k.ready()
	id, ok := k.originals[string(compartment)+sum]
	return id, ok
}

// copies lists the products, in every open compartment, that came as bytes of
// this hash.
func (k *holdings) copies(sum string) []entry.ID {
	k.ready()
	var out []entry.ID
	for key, id := range k.originals {
		if strings.HasSuffix(key, sum) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// came notes what bytes a product came as.
func (k *holdings) came(compartment entry.ID, sum string, item entry.ID) {
	k.ready()
	k.originals[string(compartment)+sum] = item
}

// searchable reports whether the search holds a product's words.
func (k *holdings) searchable(item entry.ID) bool {
	k.ready()
	return k.words[item]
}

func (k *holdings) indexed(item entry.ID) {
	k.ready()
	k.words[item] = true
}

// forget forgets a product, and reports whether the search holds its words.
func (k *holdings) forget(item entry.ID) bool {
	k.ready()
	maps.DeleteFunc(k.originals, func(_ string, id entry.ID) bool { return id == item })
	had := k.words[item]
	delete(k.words, item)
	return had
}

// sums gives the hash of the bytes of each product of one compartment.
func (k *holdings) sums(compartment entry.ID) map[entry.ID][]byte {
	k.ready()
	out := make(map[entry.ID][]byte, len(k.originals))
	for key, id := range k.originals {
		if sum, ok := strings.CutPrefix(key, string(compartment)); ok {
			out[id], _ = hex.DecodeString(sum)
		}
	}
	return out
}
