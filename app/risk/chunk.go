package risk

import (
	"strings"
	"time"
	"unicode/utf8"
)

// pieceSize bounds the memory of a scan: a longer text is read in pieces of about
// this many bytes, cut between paragraphs where there are any.
const pieceSize = 256 << 10

// cutPoint finds where to end a piece that may not be longer than limit bytes.
func cutPoint(text string, limit int) int {
	if len(text) <= limit {
		return len(text)
	}
	for _, mark := range []string{"\n\n", "\n", ". ", " "} {
		if i := strings.LastIndex(text[limit/2:limit], mark); i >= 0 {
			return limit/2 + i + len(mark)
		}
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return limit
}

// scanLong reads a long text piece by piece and joins the answers.
func (e *Engine) scanLong(text string, received time.Time) Result {
	live, off := map[Category]*Prompt{}, map[Category]*Prompt{}
	res := Result{Version: e.version}
	windows := max(1, mostRead*pieceSize/len(text))
	runes := 0
	for len(text) > 0 {
		n := cutPoint(text, pieceSize)
		part := e.scanPiece(text[:n], received, windows)
		join(live, part.Prompts, runes)
		join(off, part.SetAside, runes)
		res.Obfuscated = res.Obfuscated || part.Obfuscated
		for _, m := range part.Mentions {
			m.Start, m.End = m.Start+runes, m.End+runes
			res.Mentions = append(res.Mentions, m)
		}
		runes += utf8.RuneCountInString(text[:n])
		text = text[n:]
	}
	collect(&res, live, off)
	return res
}

// join adds the prompts of a piece that starts at the given rune.
func join(into map[Category]*Prompt, prompts []Prompt, runes int) {
	for _, p := range prompts {
		for i := range p.Spans {
			p.Spans[i].Start += runes
			p.Spans[i].End += runes
		}
		old := into[p.Category]
		if old == nil {
			into[p.Category] = &p
			continue
		}
		old.Spans = append(old.Spans, p.Spans...)
		old.TTL, old.Immediate = old.TTL || p.TTL, old.Immediate || p.Immediate
		if p.Strength > old.Strength {
			old.Strength, old.Rule, old.Why, old.Against, old.Cue = p.Strength, p.Rule, p.Why, p.Against, p.Cue
		}
		if old.When == "" {
			old.When = p.When
		}
	}
}
