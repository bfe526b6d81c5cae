package inspect

import (
	"bytes"

	"corridor/app/pdf/syntax"
)

func (p *pdfFile) filters(d syntax.Dict) []syntax.Name {
	var out []syntax.Name
	f := d["Filter"]
	if f == nil {
		f = d["F"]
	}
	switch x := p.get(f).(type) {
	case syntax.Name:
		out = append(out, x)
	case []any:
		for _, y := range x {
			if n, ok := p.get(y).(syntax.Name); ok {
				out = append(out, n)
			}
		}
	}
	return out
}

// decode undoes a stream's filters. Picture filters leave the bytes alone.
func (p *pdfFile) decode(o *object) ([]byte, bool) {
	where := in(p.where, numbered("stream, object", o.num))
	b := o.stream
	fs := p.filters(o.dict())
	if len(fs) > 8 {
		p.w.unread(where, "too many filters")
		return nil, false
	}
	for i, f := range fs {
		ok := true
		switch f {
		case "FlateDecode", "Fl":
			b, ok = p.w.inflate(where, bytes.TrimLeft(b, "\r\n"))
			b = p.predict(o.dict(), i, b)
		case "LZWDecode", "LZW":
			b = syntax.UnLZW(b, p.early(o.dict(), i), maxPart)
			if ok = p.w.spend(where, len(b)); ok {
				b = p.predict(o.dict(), i, b)
			}
		case "ASCIIHexDecode", "AHx":
			b = syntax.UnHex(b)
		case "ASCII85Decode", "A85":
			b = syntax.Un85(bytes.TrimPrefix(bytes.TrimSpace(b), []byte("<~")))
		case "RunLengthDecode", "RL":
			b = syntax.UnRun(b, maxPart)
			ok = p.w.spend(where, len(b))
		case "DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "JBIG2Decode":
			return b, true
		default:
			p.w.unread(where, "packed in a way that is not known")
			return nil, false
		}
		if !ok {
			return nil, false
		}
	}
	return b, true
}

// parms are what is said of the i-th filter.
func (p *pdfFile) parms(d syntax.Dict, i int) syntax.Dict {
	v := d["DecodeParms"]
	if v == nil {
		v = d["DP"]
	}
	v = p.get(v)
	if a, ok := v.([]any); ok {
		if i >= len(a) {
			return nil
		}
		v = a[i]
	}
	return p.dictOf(v)
}

// early is how many places early the codes of an LZW filter grow.
func (p *pdfFile) early(d syntax.Dict, i int) int {
	if v, ok := p.parms(d, i)["EarlyChange"]; ok {
		return syntax.Int(p.get(v))
	}
	return 1
}

// predict undoes the predictor of the i-th filter.
func (p *pdfFile) predict(d syntax.Dict, i int, b []byte) []byte {
	parms := p.parms(d, i)
	whole := func(k syntax.Name) int { return syntax.Int(p.get(parms[k])) }
	return syntax.Predictor{Kind: whole("Predictor"), Colours: whole("Colors"), Bits: whole("BitsPerComponent"), Columns: whole("Columns")}.Undo(b)
}
