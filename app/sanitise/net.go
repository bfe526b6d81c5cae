package sanitise

import (
	"strings"
	"unicode"
)

// atom is a name of the network, or another private word, that must not be
// copied in any spelling: a mailbox, a handle, a domain, three words.
type atom struct {
	words []string
	rule  string
	s, e  int // source tokens
}

var publicHosts = set(`gmail googlemail hotmail outlook yahoo icloud live aol protonmail proton btinternet sky virginmedia talktalk msn me
facebook instagram whatsapp telegram snapchat tiktok twitter x youtube ebay gumtree vinted paypal amazon google discord onlyfans
linkedin reddit signal wickr monzo revolut`)

var handleCues = set(`username handle user account profile nickname tag gamertag login screenname alias persona channel group insta snap
wickr kik threema skype icq steam twitch snapchat telegram instagram tiktok`)

// net finds mail addresses, domains, handles, what3words and coordinates of the
// source in the draft, defanged or not.
func (c *checker) net() {
	if len(c.source.atoms) > 0 {
		c.findAtoms(c.source.atoms)
	}
	c.coordinates()
	c.operations()
	c.minutes()
	c.sixes()
	c.codes()
	c.vessels()
	c.callSigns()
}

func netAtoms(v *view) []atom {
	var out []atom
	put := func(rule string, s, e int) {
		var ws []string
		n := 0
		for i := s; i < e; i++ {
			if t := v.toks[i]; t.kind != markTok && t.w != "dot" && t.w != "at" {
				ws = append(ws, t.w)
				n += len(t.w)
			}
		}
		if n >= 4 && len(ws) <= 8 {
			out = append(out, atom{ws, rule, s, e})
		}
	}
	for i := range v.toks {
		switch t := &v.toks[i]; {
		case t.w == "@":
			l, r := v.label(i, -1), v.label(i, 1)
			if l < i && !v.toks[i].gap {
				put("e-mail", l, i)
				host(v, i+1, r, put)
			} else {
				put("handle", i+1, r)
			}
		case t.w == "at" && (v.word(i-1) == "(" || v.word(i-1) == "[" || v.word(i-1) == "{") && v.at(i+1).kind == markTok:
			put("e-mail", v.label(i-1, -1), i-1)
			host(v, i+2, v.label(i+1, 1), put)
		case t.w == "at" && v.dotted(i+1):
			put("e-mail", v.label(i, -1), i)
		case strings.HasPrefix(t.w, "http") || strings.HasPrefix(t.w, "hxxp") || t.w == "www":
			j := i + 1
			for v.at(j).kind == markTok && j < len(v.toks) && !v.at(j).gap || v.word(j) == "www" {
				j++
			}
			host(v, j, v.label(j-1, 1), put)
		case t.kind != markTok && v.word(i+1) == "/" && v.word(i+2) == "/" && v.word(i+3) == "/":
		case t.w == "/" && v.word(i+1) == "/" && v.word(i+2) == "/":
			put("what3words", i+3, v.label(i+2, 1))
		case t.flags&isHandle != 0:
			j := i + 1
			for k := 0; k < 3 && (v.at(j).kind == markTok || v.word(j) == "is" || v.word(j) == "name" || v.word(j) == "called" || v.word(j) == "of"); k++ {
				j++
			}
			if e := v.label(j-1, 1); v.at(j).sent == t.sent && (v.odd(j) || e > j+2 && v.at(j).kind == wordTok) {
				put("handle", j, e)
			}
		case t.kind == wordTok && v.dotted(i) && !v.dotted(i-2):
			n := v.label(i-1, 1)
			if n-i == 3 && !tld(v.word(n-1)) && !v.at(i+2).cap && (v.odd(i) || v.odd(i+2)) && len(v.word(i)) > 2 && len(v.word(i+2)) > 1 {
				put("handle", i, n)
			} else if n-i == 5 && len(v.word(i)) > 3 && len(v.word(i+2)) > 3 && len(v.word(i+4)) > 3 {
				put("what3words", i, n)
			} else if tld(v.word(n - 1)) {
				host(v, i, n, put)
			}
		case strings.Contains(v.word(i+1), "_") && !v.at(i+1).gap && v.at(i+2).kind != markTok && !v.at(i+2).gap && v.word(i-1) != "_":
			put("handle", v.label(i+1, -1), v.label(i-1, 1))
		case t.kind == wordTok && v.camel(i) && !v.firm(i):
			put("handle", i, i+1)
		case t.kind == mixTok && len(t.w) >= 5 && letter(t.w[0]) && letter(t.w[1]) && letter(t.w[2]):
			put("handle", i, i+1)
		}
	}
	return out
}

// camel reports a capital inside a word after a small letter, as handles have:
// MissDebsy, but not McNeil.
func (v *view) camel(i int) bool {
	t := &v.toks[i]
	if len(t.w) < 6 || t.caps || strings.HasPrefix(t.w, "mc") || strings.HasPrefix(t.w, "mac") || strings.HasPrefix(t.w, "o'") {
		return false
	}
	for k := t.s + 2; k < t.e; k++ {
		if unicode.IsUpper(v.orig[k]) && unicode.IsLower(v.orig[k-1]) {
			return !notNames[t.w]
		}
	}
	return false
}

// firm reports a word quoted after a word for a business or a vehicle's side.
func (v *view) firm(i int) bool {
	if w := v.word(i - 1); w != "\"" && w != "'" {
		return false
	}
	for k := i - 2; k >= 0 && k >= i-4; k-- {
		switch v.toks[k].w {
		case "van", "firm", "company", "shop", "business", "side", "livery", "lorry", "trading", "scheme", "signed":
			return true
		}
	}
	return false
}

// odd reports a token that is no everyday word: a likely handle.
func (v *view) odd(i int) bool {
	t := v.at(i)
	return t.kind == mixTok || t.kind == wordTok && len(t.w) > 2 && t.flags&isStop == 0 && !v.common(i)
}

func host(v *view, s, e int, put func(string, int, int)) {
	for i := s; i < e; i++ { // the path may be left off
		if v.word(i) == "/" && i > s {
			put("web-address", s, e)
			e = i
			break
		}
	}
	if s >= e || publicHosts[v.word(s)] {
		if e-s > 3 {
			put("web-address", s, e)
		}
		return
	}
	put("web-address", s, e)
}

// dotted reports a word joined to the next by a full stop without space.
func (v *view) dotted(i int) bool {
	return v.at(i).kind != markTok && v.word(i+1) == "." && !v.at(i+1).gap && v.at(i+2).kind == wordTok && !v.at(i+2).gap
}

func tld(w string) bool {
	switch w {
	case "com", "net", "org", "uk", "co", "io", "onion", "info", "biz", "shop", "store", "eu", "de", "fr", "nl", "ru", "xyz", "app", "online", "site", "me", "tv", "example", "test", "invalid", "gg", "ly", "cc", "to":
		return true
	}
	return false
}

// label walks from token i to the end of a run of words joined by dots, hyphens
// and underscores without space; dir is 1 forward or -1 back.
func (v *view) label(i, dir int) int {
	if dir > 0 {
		j := i + 1
		for j < len(v.toks) && j-i < 24 {
			t := v.toks[j]
			if j > i+1 && t.gap && t.w != "dot" && v.word(j-1) != "dot" {
				break
			}
			if t.kind == markTok && !netMark(t.w) {
				break
			}
			j++
		}
		for j > i+1 && v.toks[j-1].kind == markTok {
			j--
		}
		return j
	}
	j := i
	for j > 0 && i-j < 24 {
		t := v.toks[j-1]
		if v.toks[j].gap && j < i || t.kind == markTok && !netMark(t.w) {
			break
		}
		j--
	}
	for j < i && v.toks[j].kind == markTok {
		j++
	}
	return j
}

func netMark(w string) bool {
	switch w {
	case ".", "-", "_", "/", "[", "]", "+", "{", "}", "=", "?", "&", "~":
		return true
	}
	return false
}

// findAtoms looks for each atom's words in the draft, in order, with nothing
// between them but marks and the words "dot" and "at".
func (c *checker) findAtoms(atoms []atom) {
	first := map[string][]int{}
	for i, a := range atoms {
		if len(first[a.words[0]]) < 16 {
			first[a.words[0]] = append(first[a.words[0]], i)
		}
	}
	joined := joinAtoms(atoms)
	for i, t := range c.dft.toks {
		if t.kind == markTok {
			continue
		}
		c.partAtom(i, atoms)
		if e, k := c.dft.together(i, joined, atoms); e > 0 {
			a := &atoms[k]
			c.add(c.span(Identifier, i, e, a.rule, "The same "+plain(a.rule)+" is in the source.").from(c.src, a.s, a.e))
		}
		for _, k := range first[t.w] {
			a := &atoms[k]
			e := c.dft.follows(i, a.words)
			if e < 0 || len(a.words) == 1 && !c.tellingWord(i, a.words[0]) {
				continue
			}
			f := c.span(Identifier, i, e, a.rule, "The same "+plain(a.rule)+" is in the source.").from(c.src, a.s, a.e)
			c.add(f)
		}
	}
}

// partAtom finds a mailbox, handle or domain of the source of which the draft says
// how it begins or ends: "starts squirrel.n".
func (c *checker) partAtom(i int, atoms []atom) {
	v := c.dft
	if i > 0 && !v.toks[i].gap && v.word(i-1) != "\"" && v.word(i-1) != "'" || v.toks[i].stop || c.partial >= mostPartial {
		return
	}
	e := v.label(i-1, 1)
	b := ""
	for _, t := range v.toks[i:e] {
		if t.kind != markTok {
			b += t.w
		}
	}
	if len(b) < 3 || len(b) > 30 || e == i+1 && v.common(i) && len(b) < 5 {
		return
	}
	cue := v.pieceCue(i, e)
	if t := &v.toks[i]; e == i+1 && v.odd(i) && len(b) >= 4 && !t.cap && t.flags&(isGiven|isFamily) == 0 { // no word but the handle's
		cue |= pieceStart
	}
	if cue&(pieceStart|pieceEnd) == 0 {
		return
	}
	c.partial++
	v.work += len(atoms)
	for _, a := range atoms {
		whole := strings.Join(a.words, "")
		if len(whole) > len(b) && (cue&pieceStart != 0 && strings.HasPrefix(whole, b) || cue&pieceEnd != 0 && strings.HasSuffix(whole, b)) {
			c.add(c.span(Identifier, i, e, a.rule, "Part of a "+plain(a.rule)+" of the source: enough to recognise it.").from(c.src, a.s, a.e))
			return
		}
	}
}

// joinedAtoms finds atoms by their words written together, with letters drawn
// like digits made digits.
type joinedAtoms struct {
	at     map[string]int
	begins [256][4]uint64 // the first two letters of any
	most   int            // the length of the longest
}

func joinAtoms(atoms []atom) *joinedAtoms {
	x := &joinedAtoms{at: make(map[string]int, 2*len(atoms))}
	put := func(j string, i int) {
		x.at[j] = i
		x.begins[j[0]][j[1]>>6] |= 1 << (j[1] & 63)
		x.most = max(x.most, len(j))
	}
	for i, a := range atoms {
		whole := strings.Join(a.words, "")
		if j := drawn.Replace(whole); len(j) >= 6 {
			put(j, i)
		}
		// quietotter77 and DarkLord_99 without what only tells them from others
		if j := drawn.Replace(strings.TrimRight(whole, "0123456789")); len(j) >= 6 && a.rule == "handle" {
			if _, ok := x.at[j]; !ok {
				put(j, i)
			}
		}
	}
	return x
}

// together joins up to seven words from token i and looks the result up: a handle
// written apart.
func (v *view) together(i int, joined *joinedAtoms, atoms []atom) (end, at int) {
	var b [64]byte
	n := 0
	for j := i; j < len(v.toks) && j < i+7; j++ {
		t := &v.toks[j]
		if t.kind == markTok {
			if netMark(t.w) {
				continue
			}
			break
		}
		if t.w == "dot" || t.w == "underscore" {
			continue
		}
		if n+len(t.w) > min(joined.most, len(b)) {
			break
		}
		short := n < 2
		for k := range len(t.w) {
			b[n] = drawnByte(t.w[k])
			n++
		}
		if short && n > 1 && joined.begins[b[0]][b[1]>>6]&(1<<(b[1]&63)) == 0 {
			break
		}
		if k, ok := joined.at[string(b[:n])]; ok && (j > i || len(atoms[k].words) > 1) {
			return j + 1, k
		}
	}
	return 0, 0
}

// drawnByte is drawn for one letter.
func drawnByte(c byte) byte {
	switch c {
	case 'o':
		return '0'
	case 'i', 'l':
		return '1'
	}
	return c
}

// tellingWord reports that a lone word of the draft is the handle and not the
// everyday word it may also be.
func (c *checker) tellingWord(i int, w string) bool {
	if !common(w) && !given(w) {
		return true
	}
	v := c.dft
	return v.word(i-1) == "@" || v.word(i+1) == "@" || v.word(i+1) == "_" || v.word(i-1) == "_" || v.word(i+1) == "at" && v.dotted(i+2)
}

// follows matches words from token i on and gives the end, or -1.
func (v *view) follows(i int, words []string) int {
	j := i
	for k, w := range words {
		for k > 0 && j < len(v.toks) && (v.toks[j].kind == markTok || v.toks[j].w == "dot" || v.toks[j].w == "at" || v.toks[j].w == "underscore") && w != v.toks[j].w {
			j++
		}
		if v.word(j) != w {
			return -1
		}
		j++
	}
	return j
}

// coordinates finds a position given again with fewer decimals.
func (c *checker) coordinates() {
	type pos struct {
		t    string
		s, e int
	}
	var ps []pos
	for i := range c.src.toks {
		if w, f, ok := c.src.decimal(i); ok && len(f) >= 3 {
			ps = append(ps, pos{w + "." + f, i, i + 3})
		}
	}
	if len(ps) == 0 || len(ps) > 2000 {
		return
	}
	for i := range c.dft.toks {
		w, f, ok := c.dft.decimal(i)
		if !ok || len(f) < 2 || c.dft.word(i-1) == "£" {
			continue
		}
		t := w + "." + f
		for _, p := range ps {
			if strings.HasPrefix(p.t, t) || strings.HasPrefix(t, p.t) {
				f := c.span(Identifier, i, i+3, "coordinates", "The same position is in the source.").from(c.src, p.s, p.e)
				f.Proposal = "the local area"
				c.add(f)
				break
			}
		}
	}
}

// decimal reads a number with decimals as two strings.
func (v *view) decimal(i int) (whole, frac string, ok bool) {
	t, n := v.at(i), v.at(i+2)
	if t.kind == numTok && len(t.w) <= 2 && v.word(i+1) == "." && n.kind == numTok && !n.gap && !v.at(i+1).gap {
		return t.w, n.w, true
	}
	return "", "", false
}

// operations finds operation names: any in the draft, and those of the source
// standing alone.
func (c *checker) operations() {
	names := map[string][2]int{}
	var long [][2]int // names of more than one word, by their tokens in the source
	for i := range c.src.toks {
		if e := c.src.operation(i); e > 0 {
			names[c.src.toks[e-1].w] = [2]int{i, e}
			last := e
			for t := c.src.at(last); t.kind == wordTok && t.caps && len(t.w) > 2 && t.sent == c.src.toks[i].sent; t = c.src.at(last) {
				last++
			}
			if last > e && c.src.mixedCase() {
				long = append(long, [2]int{e - 1, last})
			}
		}
	}
	for i, t := range c.dft.toks {
		if e := c.dft.operation(i); e > 0 {
			f := c.span(Identifier, i, e, "operation-name", "An operation name tells the reader which enquiry this belongs to.")
			if at, ok := names[c.dft.toks[e-1].w]; ok {
				f = f.from(c.src, at[0], at[1])
			}
			c.add(f)
			continue
		}
		if e, at := c.wholeOperation(i, long); e > 0 {
			c.add(c.span(Identifier, i, e, "operation-name", "The name of an operation in the source.").from(c.src, at[0], at[1]))
		} else if at, ok := begun(t, names); ok {
			c.add(c.span(Identifier, i, i+1, "operation-name", "The name of an operation in the source, cut short.").from(c.src, at[0], at[1]))
		} else if at, ok := names[t.w]; ok && t.cap {
			c.add(c.span(Identifier, i, i+1, "operation-name", "The name of an operation in the source.").from(c.src, at[0], at[1]))
		}
	}
}

// operation reads "Op LAVENDER" or "Operation Lavender" at i and gives its end,
// or 0.
func (v *view) operation(i int) int {
	t := v.toks[i]
	if t.w != "op" && t.w != "operation" || !t.cap {
		return 0
	}
	j := i + 1
	for j <= i+2 && v.at(j).kind == markTok && v.word(j) != "" {
		j++
	}
	n := v.at(j)
	if n.kind == wordTok && n.cap && n.sent == t.sent && len(n.w) > 2 && !stopWords[n.w] {
		return j + 1
	}
	return 0
}

// begun finds the operation's name that a word in capitals begins: LAV for
// LAVENDER.
func begun(t tok, names map[string][2]int) ([2]int, bool) {
	if !t.caps || len(t.w) < 3 || t.kind != wordTok || t.flags&(isNotName|isStop|isRank) != 0 {
		return [2]int{}, false
	}
	best, found := [2]int{}, false
	for n, at := range names {
		if len(n) >= len(t.w)+2 && strings.HasPrefix(n, t.w) && (!found || at[0] < best[0]) {
			best, found = at, true
		}
	}
	return best, found
}
