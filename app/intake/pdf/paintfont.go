package pdf

// sized takes letters of no size, which no page shows, for letters of one
// unit: what they say is read like the rest.
func sized(s float64) float64 {
	if s == 0 {
		return 1
	}
	return s
}

func (p *painter) font(res dict, n name) *font {
	fonts := p.f.dict(res["Font"])
	v, ok := fonts[n]
	if !ok {
		return nil
	}
	if r, ok := v.(ref); ok {
		key := itoa(r.Num)
		if ft, ok := p.fonts[key]; ok {
			return ft
		}
		d := p.f.dict(v)
		if d == nil {
			return nil
		}
		ft := p.f.font(d)
		p.fonts[key] = ft
		return ft
	}
	d := p.f.dict(v)
	if d == nil {
		return nil
	}
	return p.f.font(d)
}

func (p *painter) fontDict(d dict) *font {
	if d == nil {
		return nil
	}
	return p.f.font(d)
}

func itoa(n int) string {
	if n == 0 {
		return "0"
	}
	var b [20]byte
	i := len(b)
	for ; n > 0; n /= 10 {
		i--
		b[i] = byte('0' + n%10)
	}
	return string(b[i:])
}
