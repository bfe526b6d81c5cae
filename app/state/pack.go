package state

import (
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
	w.Int(len(k.Items))
	for i := range k.Items {
		k.Items[i].pack(w)
	}
	k.Tallies.pack(w)
}

func (c *Cold) pack(w *pack.Writer) {
	w.ID(c.ID)
	w.Word(string(c.Compartment))
	w.Blob([]byte(c.Ref))
	w.Rising(c.Places)
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
	k.Items = make([]Cold, r.Count())
	for i := range k.Items {
		k.Items[i] = unpackCold(r)
	}
	k.Tallies = unpackTallies(r)
	return k, r.Err()
}

func unpackCold(r *pack.Reader) Cold {
	c := Cold{ID: r.ID(), Compartment: entry.ID(r.Word()), Ref: string(r.Blob()), Places: r.Rising()}
	for n := r.Count(); n > 0; n-- {
		c.Releases = append(c.Releases, r.ID())
	}
	c.Alarms, c.NewerKind = r.Int(), r.Bool()
	return c
}
