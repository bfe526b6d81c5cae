package state

import (
	"fmt"
	"slices"

	"corridor/app/entry"
	"corridor/app/pack"
)

// lot is how many lines are packed together: what is in memory at once when
// old lines are read.
const lot = 4096

// Lines gives the journal list, the newest line first, until yield says no.
// The error is that of what another session kept.
func (s *State) Lines(yield func(Line) bool) error {
	for i := len(s.log) - 1; i >= 0; i-- {
		if !yield(s.log[i]) {
			return nil
		}
	}
	more, err := backward(s.packed, yield)
	if err != nil || !more {
		return err
	}
	lots, err := s.lots()
	if err != nil {
		return err
	}
	_, err = backward(lots, yield)
	return err
}

// backward gives packed lines, the newest first; more is false once yield has
// said no.
func backward(lots [][]byte, yield func(Line) bool) (more bool, err error) {
	for _, b := range slices.Backward(lots) {
		ls, err := unpackLines(b)
		if err != nil {
			return false, err
		}
		for _, l := range slices.Backward(ls) {
			if !yield(l) {
				return false, nil
			}
		}
	}
	return true, nil
}

// note adds a line. A full lot is packed, which takes a quarter of the room.
func (s *State) note(l Line) {
	if s.log = append(s.log, l); len(s.log) == 2*lot {
		s.packed = append(s.packed, packLines(s.log[:lot]))
		s.log = append(make([]Line, 0, 2*lot), s.log[lot:]...)
	}
}

// Line finds the line of a place.
func (s *State) Line(seq uint64) (out Line, ok bool, err error) {
	err = s.Lines(func(l Line) bool {
		if l.Seq == seq {
			out, ok = l, true
		}
		return l.Seq > seq
	})
	return out, ok, err
}

// lots are the packed lines of another session, the oldest first.
func (s *State) lots() ([][]byte, error) {
	if s.past.Lines == nil {
		return nil, nil
	}
	b, err := s.past.Lines()
	if err != nil {
		return nil, fmt.Errorf("state: lines: %w", err)
	}
	var out [][]byte
	r := pack.Read(b)
	for r.More() {
		out = append(out, r.Blob())
	}
	return out, r.Err()
}

// PackLines gives every line in few bytes.
func (s *State) PackLines() ([]byte, error) {
	lots, err := s.lots()
	if err != nil {
		return nil, err
	}
	lots = append(lots, s.packed...)
	for ls := range slices.Chunk(s.log, lot) {
		lots = append(lots, packLines(ls))
	}
	var w pack.Writer
	for _, b := range lots {
		w.Blob(b)
	}
	return w.Bytes(), nil
}

func packLines(ls []Line) []byte {
	var w pack.Writer
	for _, l := range ls {
		w.Uint(l.Seq)
		w.Word(string(l.Compartment))
		if w.Bool(l.Shut); l.Shut {
			continue
		}
		w.ID(l.ID)
		w.Word(string(l.Kind))
		w.Word(string(l.Item))
		w.Word(l.Ref)
		w.Word(string(l.Author))
		w.Time(l.Done)
		if w.Bool(l.Recorded.Equal(l.Done)); !l.Recorded.Equal(l.Done) {
			w.Time(l.Recorded)
		}
		w.Word(string(l.Fault))
		w.Int(len(l.Contents))
		for _, c := range l.Contents {
			w.ID(c.ID)
			w.Word(c.Role)
			w.Hash(c.SHA256)
			w.Uint(uint64(c.Size))
		}
	}
	return w.Bytes()
}

func unpackLines(b []byte) ([]Line, error) {
	var out []Line
	r := pack.Read(b)
	for r.More() {
		l := Line{Seq: r.Uint(), Compartment: entry.ID(r.Word()), Shut: r.Bool()}
		if !l.Shut {
			l.ID, l.Kind, l.Item, l.Ref = r.ID(), entry.Kind(r.Word()), entry.ID(r.Word()), r.Word()
			l.Author, l.Done = entry.Person(r.Word()), r.Time()
			if l.Recorded = l.Done; !r.Bool() {
				l.Recorded = r.Time()
			}
			l.Fault = entry.Fault(r.Word())
			for n := r.Count(); n > 0; n-- {
				l.Contents = append(l.Contents, entry.Content{ID: r.ID(), Role: r.Word(), SHA256: r.Hash(), Size: int64(r.Uint())})
			}
		}
		out = append(out, l)
	}
	return out, r.Err()
}
