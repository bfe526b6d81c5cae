package sanitise

import "iter"

// multi keeps several values under one key, in order, in two pieces of memory
// however many keys there are.
type multi[K comparable, V any] struct {
	at   map[K]chain
	cell []link[V]
}

type chain struct{ first, last, n int32 }

type link[V any] struct {
	v    V
	next int32
}

// newMulti expects about n values.
func newMulti[K comparable, V any](n int) *multi[K, V] {
	return &multi[K, V]{at: make(map[K]chain, n), cell: make([]link[V], 0, n)}
}

// put adds a value unless its key has as many as are kept.
func (m *multi[K, V]) put(k K, v V, most int32) {
	c := m.at[k]
	if c.n >= most {
		return
	}
	i := int32(len(m.cell))
	m.cell = append(m.cell, link[V]{v, -1})
	if c.n == 0 {
		c.first = i
	} else {
		m.cell[c.last].next = i
	}
	c.last, c.n = i, c.n+1
	m.at[k] = c
}

// all gives the values of a key in the order in which they were put.
func (m *multi[K, V]) all(k K) iter.Seq[V] {
	return func(yield func(V) bool) {
		c := m.at[k]
		if c.n == 0 {
			return
		}
		for i := c.first; i >= 0; i = m.cell[i].next {
			if !yield(m.cell[i].v) {
				return
			}
		}
	}
}
