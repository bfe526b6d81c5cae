package pdf

import (
	"bytes"
	"compress/flate"
	"io"

	"corridor/app/pdf/syntax"
)

// decode undoes a stream's filters. ok is false when a filter is not for text
// (a picture) or is not known; damage gives what came before it.
func (f *file) decode(s *stream) (b []byte, ok bool) {
	b = s.raw
	filters := f.list(s.dict, "Filter", "F")
	parms := f.list(s.dict, "DecodeParms", "DP")
	if f.cipher != nil && !f.unsealed(filters, parms) {
		if b = f.cipher.stream(s, b); b == nil && len(s.raw) > 0 {
			return nil, false
		}
	}
	for i, v := range filters {
		var p dict
		if i < len(parms) {
			p = f.dict(parms[i])
		}
		n, _ := f.get(v).(name)
		switch n {
		case "FlateDecode", "Fl":
			b = f.predict(f.inflate(b), p)
		case "LZWDecode", "LZW":
			early := 1
			if v, ok := p["EarlyChange"]; ok {
				early = f.integer(v)
			}
			b = f.predict(syntax.UnLZW(b, early, f.room), p)
			f.spend(len(b))
		case "ASCIIHexDecode", "AHx":
			b = syntax.UnHex(b)
		case "ASCII85Decode", "A85":
			b = syntax.Un85(b)
		case "RunLengthDecode", "RL":
			b = syntax.UnRun(b, f.room)
			f.spend(len(b))
		case "Crypt":
		default:
			return b, false
		}
		if i > 16 {
			return b, false
		}
	}
	return b, true
}

// unsealed says that a stream of an encrypted file is left open by a filter of
// its own.
func (f *file) unsealed(filters, parms []any) bool {
	if len(filters) == 0 || f.get(filters[0]) != name("Crypt") {
		return false
	}
	n := name("Identity")
	if len(parms) > 0 {
		if own, ok := f.get(f.dict(parms[0])["Name"]).(name); ok {
			n = own
		}
	}
	return n == "Identity"
}

func (f *file) list(d dict, keys ...name) []any {
	for _, k := range keys {
		switch v := f.get(d[k]).(type) {
		case []any:
			return v
		case name, dict:
			return []any{v}
		}
	}
	return nil
}

func (f *file) spend(n int) {
	f.room -= int64(n)
	f.over = f.over || f.room <= 0
}

func (f *file) inflate(b []byte) []byte {
	if f.room <= 0 {
		f.over = true
		return nil
	}
	out := inflate(b, f.room)
	f.spend(len(out))
	return out
}

// inflate reads zlib data, or bare deflate data, as far as it goes. The
// checksum is not looked at: damaged text is better than none.
func inflate(b []byte, room int64) []byte {
	b = bytes.TrimLeft(b, "\r\n")
	if len(b) < 2 {
		return nil
	}
	if b[0]&0x0f == 8 && (int(b[0])<<8|int(b[1]))%31 == 0 {
		b = b[2:]
	}
	out, _ := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b)), room))
	return out
}

func (f *file) predict(b []byte, p dict) []byte {
	return syntax.Predictor{Kind: f.integer(p["Predictor"]), Colours: f.integer(p["Colors"]),
		Bits: f.integer(p["BitsPerComponent"]), Columns: f.integer(p["Columns"])}.Undo(b)
}
