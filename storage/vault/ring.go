package vault

import (
	"sync"

	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/crypto/frame"
	"corridor/crypto/secret"
)

// held is a session key of an epoch that some grant gave us.
type held struct {
	number     uint32
	key        *secret.Bytes
	commitment string
	rowKey     []byte
}

// ring holds the keys of open compartments. A grant proves nothing, so a key
// counts only when an epoch entry commits to it; until one is known, it is a
// candidate.
type ring struct {
	vault entry.ID

	mu       sync.RWMutex
	keys     map[entry.ID]map[uint32][]held
	promised map[entry.ID]map[uint32]string // commitments, as read or as the roster trusts them
	trusted  map[entry.ID]bool              // the roster has spoken about this compartment
	dropped  map[string]held                // keys that no trusted epoch commits to, by commitment; unused unless one does later
	refused  map[string]bool                // commitments that the roster does not stand behind
	pending  map[string]held                // made here, not yet appended; by commitment
}

func newRing(vault entry.ID) *ring {
	return &ring{
		vault: vault, keys: map[entry.ID]map[uint32][]held{}, promised: map[entry.ID]map[uint32]string{},
		trusted: map[entry.ID]bool{}, dropped: map[string]held{}, refused: map[string]bool{}, pending: map[string]held{},
	}
}

func (r *ring) hold(c entry.ID, number uint32, key []byte) (held, error) {
	commitment, err := frame.Commitment(r.vault, c, number, key)
	if err != nil {
		return held{}, err
	}
	rowKey, err := frame.RowKey(r.vault, key)
	if err != nil {
		return held{}, err
	}
	return held{number: number, key: secret.Take(key), commitment: commitment, rowKey: secret.Take(rowKey).Expose()}, nil
}

// add takes a key as a candidate, once.
func (r *ring) add(c entry.ID, h held) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.addLocked(c, h)
}

func (r *ring) addLocked(c entry.ID, h held) {
	if r.refused[h.commitment] {
		r.dropped[h.commitment] = h
		return
	}
	m := r.keys[c]
	if m == nil {
		m = map[uint32][]held{}
		r.keys[c] = m
	}
	for _, have := range m[h.number] {
		if have.commitment == h.commitment {
			return
		}
	}
	m[h.number] = append(m[h.number], h)
}

// candidates are the keys that may be that of an epoch, the promised one first
// and alone if there is a promise that one of them keeps.
func (r *ring) candidates(c entry.ID, number uint32) []held {
	r.mu.RLock()
	defer r.mu.RUnlock()
	all := r.keys[c][number]
	if p, ok := r.promised[c][number]; ok {
		for _, h := range all {
			if h.commitment == p {
				return []held{h}
			}
		}
	}
	return append([]held(nil), all...)
}

// keeps reports whether a key is the promised one, or nothing was promised.
func (r *ring) keeps(c entry.ID, h held) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	p, ok := r.promised[c][h.number]
	return !ok || p == h.commitment
}

// open reports whether any key of a compartment is held.
func (r *ring) open(c entry.ID) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.keys[c]) > 0
}

// numbers are the epochs of a compartment for which a key is held, rising.
func (r *ring) numbers(c entry.ID) []uint32 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var top uint32
	for n := range r.keys[c] {
		top = max(top, n)
	}
	var out []uint32
	for n := uint32(1); n <= top && n != 0; n++ {
		if len(r.keys[c][n]) > 0 {
			out = append(out, n)
		}
	}
	return out
}

// current is the key that new entries of a compartment are sealed under: that
// of the newest promised epoch, if we hold it. Without any promise, the newest
// key is taken if there is no doubt which it is.
func (r *ring) current(c entry.ID) (held, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var top uint32
	for n := range r.promised[c] {
		top = max(top, n)
	}
	if top > 0 {
		for _, h := range r.keys[c][top] {
			if h.commitment == r.promised[c][top] {
				return h, true
			}
		}
		return held{}, false
	}
	for n := range r.keys[c] {
		top = max(top, n)
	}
	if hs := r.keys[c][top]; len(hs) == 1 {
		return hs[0], true
	}
	return held{}, false
}

// promise notes what an epoch entry commits to, unless the roster has spoken:
// then only what it trusts counts. It reports whether the promise stands.
func (r *ring) promise(c entry.ID, number uint32, commitment string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refused[commitment] {
		return false
	}
	if have, ok := r.promised[c][number]; ok {
		return have == commitment
	}
	if r.promised[c] == nil {
		r.promised[c] = map[uint32]string{}
	}
	r.promised[c][number] = commitment
	if h, ok := r.pending[commitment]; ok {
		r.addLocked(c, h)
		delete(r.pending, commitment)
	}
	return true
}

// holds reports whether the key of a commitment is held.
func (r *ring) holds(c entry.ID, number uint32, commitment string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, h := range r.keys[c][number] {
		if h.commitment == commitment {
			return true
		}
	}
	_, made := r.pending[commitment]
	return made
}

// trust replaces what was promised by what the roster commits to, drops every
// key that answers to nothing, and says which compartments changed.
func (r *ring) trust(epochs []roster.Epoch) (changed []entry.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fresh := map[entry.ID]map[uint32]string{}
	for _, e := range epochs {
		if fresh[e.Compartment] == nil {
			fresh[e.Compartment] = map[uint32]string{}
		}
		fresh[e.Compartment][e.Number] = e.Commitment
	}
	for c, want := range fresh {
		if !samePromises(r.promised[c], want) {
			changed = append(changed, c)
		}
		for n, p := range r.promised[c] {
			if want[n] != p {
				r.refused[p] = true
			}
		}
		r.promised[c], r.trusted[c] = want, true
		r.restore(c, want)
		if r.drop(c, want) && (len(changed) == 0 || changed[len(changed)-1] != c) {
			changed = append(changed, c)
		}
	}
	return changed
}

func samePromises(a, b map[uint32]string) bool {
	if len(a) != len(b) {
		return false
	}
	for n, p := range a {
		if b[n] != p {
			return false
		}
	}
	return true
}

// restore takes back what was dropped before the roster knew better.
func (r *ring) restore(c entry.ID, want map[uint32]string) {
	for _, p := range want {
		delete(r.refused, p)
		if h, ok := r.dropped[p]; ok {
			delete(r.dropped, p)
			r.addLocked(c, h)
		}
	}
}

// drop sets aside keys that no trusted epoch commits to.
func (r *ring) drop(c entry.ID, want map[uint32]string) (dropped bool) {
	for n, hs := range r.keys[c] {
		var keep []held
		for _, h := range hs {
			if want[n] == h.commitment {
				keep = append(keep, h)
				continue
			}
			r.refused[h.commitment] = true
			r.dropped[h.commitment] = h
			dropped = true
		}
		if len(keep) == 0 {
			delete(r.keys[c], n)
			continue
		}
		r.keys[c][n] = keep
	}
	return dropped
}

// await keeps a key made here until its epoch entry is appended.
func (r *ring) await(h held) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pending[h.commitment] = h
}

func (r *ring) awaited(commitment string) (held, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	h, ok := r.pending[commitment]
	return h, ok
}

// forget clears the keys of one compartment; what was promised stays known.
func (r *ring) forget(c entry.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, hs := range r.keys[c] {
		for _, h := range hs {
			h.key.Wipe()
		}
	}
	delete(r.keys, c)
}

// wipe clears every key.
func (r *ring) wipe() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range r.keys {
		for _, hs := range m {
			for _, h := range hs {
				h.key.Wipe()
				clear(h.rowKey)
			}
		}
	}
	for _, m := range []map[string]held{r.pending, r.dropped} {
		for _, h := range m {
			h.key.Wipe()
			clear(h.rowKey)
		}
		clear(m)
	}
	clear(r.keys)
}
