// Package sanitise compares a source product with the draft that is meant to
// leave, and finds everything in the draft that leads back to the source, the
// technique, the originator or a third party.
//
// It owns the comparison and the wording of what it found. It refuses to
// decide: a finding blocks or advises, and a person acts on it. It reads no
// clock, no file and no network; the same input always gives the same result,
// and every finding cites rune offsets into the draft and, where there is one,
// the stretch of the source it came from.
//
// The rule it implements: a sanitised report is refused while it still holds a
// source reference, the originating unit, an operation name, the original
// reference number, a deny-listed term, or a run of words shared with the
// source; and an officer is warned about times, places and amounts so exact
// that only the source could have known them.
//
// Beside the rules stands a reading: a linear weighing of how each sentence is
// put, fitted to the labelled development pairs. It decides what the rules were
// unsure of and stops wording that none of them foresaw. A draft that is stopped
// at all is read strictly: what was doubtful in it stops it too, until what was
// certain is gone.
//
// The room also keeps the pure part of writing: agreed phrases offered as they
// are typed, less exact forms of a selection, and a first draft made from the
// source by steps that can each be taken back.
//
// No finding is not an all-clear. A paraphrase that keeps a unique fact can
// pass every test here.
package sanitise
