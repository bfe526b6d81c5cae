package sanitise

// loosely matches the words in order, each in any of its forms.
func (m *matcher) loosely(v *view, i int, ws []string) int {
	j := i
	for k, w := range ws {
		for k > 0 && (v.word(j) == "," || v.word(j) == "-" || v.word(j) == ".") {
			j++
		}
		t := v.at(j)
		if !m.like(*t, w) {
			return 0
		}
		j++
	}
	return j
}

// like reports one word of a name in another form.
func (m *matcher) like(t tok, w string) bool {
	if t.w == w {
		return true
	}
	if t.kind == markTok || t.w == "" {
		return false
	}
	for _, f := range familiar(w) {
		if f == t.w {
			return t.cap || !common(t.w)
		}
	}
	if len(w) < 4 || digit(w[0]) || digit(t.w[0]) || !t.cap && common(t.w) || t.cap && common(t.w) && !given(t.w) && !family(t.w) {
		return false
	}
	if near(t.w, w) && (len(w) >= 5 || t.w[0] == w[0]) {
		return true
	}
	return sound(t.w) == sound(w) && t.w[0] == w[0] && abs(len(t.w)-len(w)) <= 2 && len(w) >= 5
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// initials matches "D Marsh", "D. Marsh", "Dean M" and "DM".
func (m *matcher) initials(v *view, i int, ws []string) int {
	t := v.toks[i]
	last := ws[len(ws)-1]
	if t.w == ws[0][:1] && t.cap {
		j := i + 1
		if v.word(j) == "." {
			j++
		}
		if v.word(j) == last {
			return j + 1
		}
	}
	if t.w == ws[0] && t.cap {
		if n := v.at(i + 1); n.w == last[:1] && n.cap && n.kind == wordTok {
			return i + 2
		}
	}
	return 0
}

// near reports two words one slip apart: a letter changed, added, dropped, or
// two swapped.
func near(a, b string) bool {
	la, lb := len(a), len(b)
	if a == b || abs(la-lb) > 1 {
		return a == b
	}
	i := 0
	for i < la && i < lb && a[i] == b[i] {
		i++
	}
	switch {
	case la == lb:
		if a[i+1:] == b[i+1:] {
			return true
		}
		return i+1 < la && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	case la < lb:
		return a[i:] == b[i+1:]
	}
	return a[i+1:] == b[i:]
}

// sound is a Soundex code: words that sound alike in English share one.
func sound(w string) string {
	const codes = "01230120022455012623010202"
	out := [4]byte{'0', '0', '0', '0'}
	n, last := 0, byte('0')
	for i := 0; i < len(w) && n < 4; i++ {
		c := w[i]
		if !lower(c) {
			continue
		}
		d := codes[c-'a']
		if n == 0 {
			out[0], n, last = c, 1, d
			continue
		}
		if d != '0' && d != last {
			out[n] = d
			n++
		}
		if c != 'h' && c != 'w' {
			last = d
		}
	}
	return string(out[:])
}

// numbers finds deny-listed numbers in any spacing or spelling.
func (m *matcher) numbers(v *view) []denyHit {
	if len(m.nums) == 0 {
		return nil
	}
	var out []denyHit
	for _, g := range groupsOf(v) {
		for p := 0; p+4 <= len(g.c); p++ {
			for _, k := range m.nums[g.c[p:p+4]] {
				n := m.num[k]
				s := p + 4 - len(n)
				if s < 0 || g.c[s:p+4] != n {
					// a spreadsheet drops the nought a number begins with
					if s+1 < 0 || n[0] != '0' || !phone(n) || g.c[s+1:p+4] != n[1:] || s >= 0 && g.ti[s] == g.ti[s+1] {
						continue
					}
					n, s = n[1:], s+1
				}
				if len(n) < 6 && (s > 0 && g.ti[s-1] == g.ti[s] || p+4 < len(g.c) && g.ti[p+4] == g.ti[p+3]) {
					continue
				}
				out = append(out, denyHit{k, g.ti[s], g.ti[p+3] + 1, "number"})
			}
		}
	}
	return out
}
