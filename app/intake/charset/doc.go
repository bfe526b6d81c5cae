// Package charset turns bytes in any character set into text, and says which
// set it was.
//
// It owns: the lookup of the many names a set goes by, decoding that never
// drops a byte without saying so, and the guess when nobody named the set. It
// refuses to guess silently: Decode reports when the declared set did not fit
// the bytes, and Detect reports "not text" rather than showing mojibake.
//
// Choice: decoding is golang.org/x/text (BSD-3, kept by the Go team), with
// UTF-7, ISO-2022-KR and EBCDIC 500, which it lacks, added here. The guess is
// our own letter-frequency scorer: the runner-up, github.com/gogs/chardet (the
// ICU n-gram tables), knows neither the Mac, DOS and EBCDIC pages nor the
// Baltic ones, and has not moved since 2021.
package charset
