package risk

import "bytes"

// encoderView writes a window out as the encoder reads it, one word after another
// parted by spaces: for each token its words with the mark that follows.
func (m *matcher) encoderView(w window, each func(token int32, words []byte)) {
	p := m.p
	var b []byte
	for si := w.from; si < w.to; si++ {
		s := &p.sents[si]
		if m.setPhrases(w, s) {
			continue
		}
		for i := s.from; i < s.to; i++ {
			b = append(b[:0], m.e.encoderWord(p, &p.tokens[i])...)
			if i+1 < int32(len(p.tokens)) && i+1 < p.sents[w.to-1].to {
				b = append(b, encoderGap(&p.tokens[i], &p.tokens[i+1])...)
			}
			each(i, b)
		}
	}
}

// encoderPieces cuts a window into the pieces that the encoder knows, and says which
// token each belongs to.
func (m *matcher) encoderPieces(enc *encoder, w window) (ids, words []int32) {
	m.encoderView(w, func(token int32, s []byte) {
		if len(ids) >= encoderPieces {
			return
		}
		for word := range bytes.SplitSeq(s, []byte(" ")) {
			if len(word) > 0 {
				ids = enc.pieces.cut(ids, word)
			}
		}
		for len(words) < len(ids) {
			words = append(words, token)
		}
	})
	n := min(len(ids), encoderPieces)
	return ids[:n], words[:n]
}

// encoderGap is the mark that stands between two words.
func encoderGap(before, t *token) string {
	switch t.join {
	case joinComma:
		return ","
	case joinClause:
		switch before.after {
		case ':', ';':
			return string(rune(before.after))
		}
		return ","
	case joinSentence, joinTurn:
		switch before.after {
		case '?', '!', ':':
			return string(rune(before.after))
		}
		return "."
	}
	return ""
}

// encoderWord is a word as the encoder reads it: in plain spelling, with the
// apostrophe that contractions have.
func (e *Engine) encoderWord(p *page, t *token) string {
	s := e.wordOf(p, t)
	if to, ok := contractions[s]; ok {
		return to
	}
	if to, ok := e.plain[s]; ok {
		s = to
	}
	if to, ok := contractions[s]; ok {
		return to
	}
	return s
}

var contractions = map[string]string{
	"i": "I", "im": "I'm", "ive": "I've", "ill": "ill", "i'll": "I'll", "i'd": "I'd",
	"dont": "don't", "cant": "can't", "wont": "won't", "didnt": "didn't", "isnt": "isn't", "wasnt": "wasn't", "doesnt": "doesn't",
	"havent": "haven't", "hasnt": "hasn't", "hadnt": "hadn't", "arent": "aren't", "werent": "weren't", "couldnt": "couldn't",
	"wouldnt": "wouldn't", "shouldnt": "shouldn't", "aint": "ain't", "hes": "he's", "shes": "she's", "its": "it's", "thats": "that's",
	"theyre": "they're", "youre": "you're", "weve": "we've", "theyve": "they've", "youve": "you've", "whats": "what's",
	"whos": "who's", "theres": "there's", "wheres": "where's", "lets": "let's", "itll": "it'll", "theyll": "they'll", "youll": "you'll",
}
