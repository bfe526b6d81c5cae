package risk

// Span is a run of the original text, in rune offsets, Start < End.
type Span struct {
	Start, End int
	Category   Category
	Rule       string
}

// Prompt is one question for the officer, with the words that raised it.
// Strength orders prompts and is not a probability.
type Prompt struct {
	Category  Category
	Rule      string // name of the strongest rule
	Why       string // what the rule saw, in a sentence
	Against   string // what speaks against it
	Spans     []Span
	Immediate bool
	When      string // "tonight = Mon 23 Nov"; empty when no time is given
	Strength  int
	TTL       bool
	SetAside  bool
	Cue       string // the words that set it aside
}

// Mention is a run of text that may be offered to a threat assessment.
// Role is "person at risk", "suspected offender", "place", "time" or "weapon".
type Mention struct {
	Role       string
	Start, End int // rune offsets into the original
	Text       string
}

// Result is what one scan found. Prompts are live; SetAside were considered and
// set aside with a cue. An empty result is not an all-clear.
type Result struct {
	Version    string
	Prompts    []Prompt
	SetAside   []Prompt
	Labels     []Category
	TTL        bool
	Immediate  bool
	Obfuscated bool
	Mentions   []Mention
}
