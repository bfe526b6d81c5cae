// Package threat owns the threat-to-life assessment as a state machine: raised,
// assessed, accepted by a supervisor who then owns it, acted on, under review,
// closed.
//
// The rules it implements, in its own words: what the police knew or ought to
// have known of a real and immediate risk to the life of somebody who can be
// identified binds them to take the reasonable steps within their powers (the
// Osman test). A threat is nobody's until a named supervisor accepts it, which
// they may do before the assessment is written but not instead of it. It is
// closed only when its owner has accepted the latest assessment. Unanswered is
// never no, and "cannot tell" goes to a supervisor. Recording what was done to
// save a life is never refused for want of paper.
//
// It refuses: deciding. Levels, hours and options are for people and for force
// settings; national guidance on them is not public.
package threat
