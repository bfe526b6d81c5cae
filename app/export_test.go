package app

import "corridor/app/state"

// Folded gives every product as folded, for tests that hold two desks against
// each other.
func (d *Desk) Folded() []*state.Item {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.st.Items()
}
