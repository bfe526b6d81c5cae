// Package release owns the gate: from a Case it makes an Authority, an
// Emergency or a Refusal, and nothing else makes the first two. They are never
// stored. What is journalled are facts; the gate is asked again at dispatch,
// over entries verified there and then.
//
// The rules it implements, in its own words, each by its number in the domain
// rules: every first-read question is answered (H4); the life-at-risk check
// answers for exactly the text that leaves and is younger than its last edit
// (H5); no threat is open without an owner (H6); every item is graded and the
// handling conditions are whole and kept (H7–H12); whoever wrote, sanitised or
// submitted a word never approves it (H13); recipient, need, purpose, basis and
// marking are recorded (H14); nothing that points at the source is left in it
// (H15); the marking goes down only with the originator (H16); life at risk is
// never met with a plain no (H18); privileged and journalistic material stays
// frozen (H19).
//
// A missing value is never permission: the zero Case is refused, and an
// unanswered question is not a no.
//
// It refuses: signatures, files, and reading entries. The desk fills the Case.
package release
