package syntax

import (
	"encoding/binary"
	"unicode/utf16"
)

// Codes is a run of codes of N bytes, 1 to 4, from Lo to Hi.
type Codes struct {
	N      int
	Lo, Hi uint32
}

// CMap is what a map of a font says (9.7.5, 9.10.3): the text and the glyph
// number of each code, and how long codes are. A map says one or the other.
type CMap struct {
	Text   map[uint32]string
	CID    map[uint32]uint32
	Spaces []Codes
}

// Bounds on one map.
const (
	maxCodes = 200_000
	maxSpan  = 0xffff
	maxStack = 1 << 16
)

// ReadCMap reads a map as far as it makes sense.
func ReadCMap(b []byte) CMap {
	m := CMap{Text: map[uint32]string{}, CID: map[uint32]uint32{}}
	l := Lexer{B: b}
	var stack []any
	for !l.End() && len(m.Text)+len(m.CID) < maxCodes {
		v := l.Next()
		k, ok := v.(Keyword)
		if !ok {
			if len(stack) < maxStack {
				stack = append(stack, v)
			}
			continue
		}
		switch k {
		case "endcodespacerange":
			for s := range groups(stack, 2) {
				if lo, hi, ok := bounds(s); ok {
					m.Spaces = append(m.Spaces, Codes{len(s[0].([]byte)), lo, hi})
				}
			}
		case "endbfchar":
			for s := range groups(stack, 2) {
				if src, ok := s[0].([]byte); ok {
					m.Text[Code(src)] = target(s[1])
				}
			}
		case "endbfrange":
			for s := range groups(stack, 3) {
				m.textRange(s)
			}
		case "endcidchar":
			for s := range groups(stack, 2) {
				src, ok := s[0].([]byte)
				if n, isInt := s[1].(int); ok && isInt {
					m.CID[Code(src)] = uint32(n)
				}
			}
		case "endcidrange":
			for s := range groups(stack, 3) {
				lo, hi, ok := bounds(s)
				n, isInt := s[2].(int)
				for c := lo; ok && isInt && c <= hi && c-lo <= maxSpan; c++ {
					m.CID[c] = uint32(n) + c - lo
				}
			}
		}
		stack = stack[:0]
	}
	return m
}

// groups gives the values n at a time; a rest that is shorter is left off.
func groups(stack []any, n int) func(func([]any) bool) {
	return func(yield func([]any) bool) {
		for ; len(stack) >= n; stack = stack[n:] {
			if !yield(stack[:n]) {
				return
			}
		}
	}
}

// bounds reads the first two values as the ends of a run of codes.
func bounds(s []any) (lo, hi uint32, ok bool) {
	a, ok1 := s[0].([]byte)
	b, ok2 := s[1].([]byte)
	if !ok1 || !ok2 || len(a) == 0 || len(a) > 4 {
		return 0, 0, false
	}
	lo, hi = Code(a), Code(b)
	return lo, hi, hi >= lo
}

func (m CMap) textRange(s []any) {
	lo, hi, ok := bounds(s)
	if !ok || hi-lo > maxSpan {
		return
	}
	if list, is := s[2].([]any); is {
		for i, v := range list {
			if lo+uint32(i) > hi {
				return
			}
			m.Text[lo+uint32(i)] = target(v)
		}
		return
	}
	text := []rune(target(s[2]))
	if len(text) == 0 {
		return
	}
	for c := lo; ; c++ {
		m.Text[c] = string(text)
		text[len(text)-1]++
		if c == hi {
			return
		}
	}
}

// Code is the number that up to four bytes make, the first weighing most.
func Code(b []byte) uint32 {
	v := uint32(0)
	for _, c := range b[:min(len(b), 4)] {
		v = v<<8 | uint32(c)
	}
	return v
}

// target is the text that a map gives: UTF-16, or the name of a glyph.
func target(v any) string {
	switch v := v.(type) {
	case []byte:
		if len(v) == 1 {
			return string(rune(v[0]))
		}
		u := make([]uint16, len(v)/2)
		for i := range u {
			u[i] = binary.BigEndian.Uint16(v[2*i:])
		}
		return string(utf16.Decode(u))
	case Name:
		return Glyph(string(v))
	}
	return ""
}
