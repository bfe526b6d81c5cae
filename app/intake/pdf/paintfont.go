package pdf

// sized takes letters of no size, which no page shows, for letters of one
// unit: what they say is read like the rest.
func sized(s float64) float64 {
	if s == 0 {
		return 1
	}
	return s
}

// resources are where the names in a content stream are looked up: in its own,
// then, as readers do for forms that lack them, in those of what draws it.
type resources []dict

// resource is what a name stands for, or nil.
func (p *painter) resource(res resources, kind, n name) any {
	for _, d := range res {
		if v, ok := p.f.dict(d[kind])[n]; ok {
			return v
		}
	}
	return nil
}

func (p *painter) font(res resources, n name) *font {
	v := p.resource(res, "Font", n)
	if v == nil {
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
