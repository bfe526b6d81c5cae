// Package risk reads one product and says what an officer must be asked about it.
//
// It owns the normalisation of hostile or careless writing, the lexicon and its
// rules, the scopes that set a match aside, and the reading of time against the
// day on which the product was received. It refuses to decide: a result is a set
// of prompts, each of which cites the exact words, the rule and what speaks
// against it. A prompt that is set aside is returned with its cue, never dropped
// in silence, and the absence of prompts is not an all-clear.
//
// The rule it implements: the handler must be able to spot anything that touches
// life, liberty, children, weapons, the integrity of officers or protected
// material on first reading, so every product is asked the same questions in the
// same order of danger.
//
// The package is pure. The same text, received time and lexicon version give the
// same result; there is no clock, no file and no network here. Scanning is linear
// in the length of the text: every window is bounded and nothing backtracks
// beyond a window.
package risk
