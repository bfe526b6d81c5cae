// Package report owns the sanitised report as it leaves: one canonical text,
// its rendering as PDF, and the short note that tells a recipient how to open
// and check what they were sent.
//
// The rules it implements, in its own words: the marking stands at the top and
// the bottom of every page (domain rule H16); every numbered item carries its
// own grade and the handling line is the report's; the grading key is printed,
// so that nobody guesses; codes for action and sanitisation appear only under
// handling with conditions; a standing caveat travels with it. A finished file
// says nothing about the desk, the officer or the program that made it.
//
// The same report gives the same bytes, always: what two officers signed can
// be made again and compared. Characters that nobody can see are taken out, so
// that what was read is what is sent.
//
// It refuses: deciding what may be said, and times other than those in the
// Report.
package report
