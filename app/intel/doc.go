// Package intel owns product: its reference, provenance, protective marking,
// the first-read prompts and their answers, drafts and settled residues.
//
// It refuses: reading files (app/intake), judging words (app/risk,
// app/sanitise), grading (app/grade) and release (app/release).
package intel
