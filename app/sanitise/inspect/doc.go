// Package inspect reads a finished file from its bytes and says what is in it:
// what a reader sees and what a reader does not, such as hidden, white or
// off-page text, properties, comments, tracked changes, hidden sheets,
// attachments, thumbnails and file names.
//
// It runs on the bytes that are about to leave, not on the text they were made
// from, because a writer of files adds things nobody typed. A term on the deny
// list found in any place is a hit. What cannot be read to the end is named, and
// the file counts as not read: it cannot leave. Pixels are such a part; nothing
// here reads words off a picture.
//
// It refuses to open more than it was given: archives are limited in size, ratio,
// number and depth, XML entities are never expanded, nothing is fetched and
// nothing is written. All work is linear in the bytes read.
package inspect
