package state

import (
	"slices"

	"corridor/app/entry"
	"corridor/app/pack"
)

// Pack writes what was kept.
func (k Kept) Pack(w *pack.Writer) {
	w.Uint(k.Seq)
	w.Word(k.Head)
	w.Time(k.Last)
	w.Rising(k.Unit)
	w.Int(len(k.Alarms))
	for _, a := range k.Alarms {
		w.Uint(a.Seq)
		w.Word(string(a.Fault))
		w.Word(string(a.Kind))
		w.Word(string(a.Item))
		w.Word(string(a.Author))
		w.Word(a.Why)
		w.Time(a.At)
	}
	w.Int(len(k.Shut))
	for c, n := range k.Shut {
		w.ID(c)
		w.Int(n)
	}
	ids, refs := make([]entry.ID, len(k.Items)), make([]string, len(k.Items))
	for i, c := range k.Items {
		ids[i], refs[i] = c.ID, c.Ref
	}
	w.IDs(ids)
	w.Texts(refs)
	for i := range k.Items {
		k.Items[i].pack(w)
	}
	k.Tallies.pack(w)
}

// pack writes all but the id and the reference, which stand together.
func (c *Cold) pack(w *pack.Writer) {
	w.Word(string(c.Compartment))
	w.Blob(c.Places)
	w.Int(len(c.Releases))
	for _, r := range c.Releases {
		w.ID(r)
	}
	w.Int(c.Alarms)
	w.Bool(c.NewerKind)
}

// UnpackKept reads what Pack wrote.
func UnpackKept(r *pack.Reader) (Kept, error) {
	k := Kept{Seq: r.Uint(), Head: r.Word(), Last: r.Time(), Unit: r.Rising(), Shut: map[entry.ID]int{}}
	k.Alarms = make([]Alarm, r.Count())
	for i := range k.Alarms {
		k.Alarms[i] = Alarm{Seq: r.Uint(), Fault: entry.Fault(r.Word()), Kind: entry.Kind(r.Word()), Item: entry.ID(r.Word()),
			Author: entry.Person(r.Word()), Why: r.Word(), At: r.Time()}
	}
	for n := r.Count(); n > 0; n-- {
		c := r.ID()
		k.Shut[c] = r.Int()
	}
	ids, refs := r.IDs(), r.Texts()
	if len(ids) != len(refs) {
		return k, pack.ErrShape
	}
	k.Items = make([]Cold, len(ids))
	for i := range k.Items {
		c := &k.Items[i]
		c.ID, c.Ref = ids[i], refs[i]
		c.unpack(r)
	}
	k.Tallies = unpackTallies(r)
	return k, r.Err()
}

func (c *Cold) unpack(r *pack.Reader) {
	c.Compartment, c.Places = entry.ID(r.Word()), Places(r.Blob())
	for n := r.Count(); n > 0; n-- {
		c.Releases = append(c.Releases, r.ID())
	}
	c.Alarms, c.NewerKind = r.Int(), r.Bool()
}

// Places are places in the journal, rising, packed.
type Places []byte

func placesOf(ns ...uint64) Places {
	var w pack.Writer
	w.Rising(ns)
	return Places(slices.Clip(w.Bytes()))
}

// All unpacks the places. What no Places ever held gives none.
func (p Places) All() []uint64 {
	r := pack.Read(p)
	ns := r.Rising()
	if r.End() != nil {
		return nil
	}
	return ns
}

// First is the first of the places; 0 if there is none.
func (p Places) First() uint64 {
	r := pack.Read(p)
	if r.Count() == 0 {
		return 0
	}
	return r.Uint()
}
