package pdf

import "corridor/app/pdf/syntax"

// The values of a file are package syntax's.
type (
	name    = syntax.Name
	ref     = syntax.Ref
	dict    = syntax.Dict
	keyword = syntax.Keyword
	// stream is a dictionary with bytes, still encoded.
	stream struct {
		dict
		raw []byte
		own ref // the object it is, for decryption
	}
)

// values reads the bytes from pos on, references included.
func values(b []byte, pos int) *syntax.Lexer {
	return &syntax.Lexer{B: b, Pos: pos, Refs: true}
}
