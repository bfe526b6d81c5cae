// Package ask owns the modal queue: errors, confirmations and questions, one
// at a time, in the order in which they came. It takes the keyboard itself, so
// that what is typed lands in the question that the officer is looking at, and
// gives it back to where it was.
//
// Every question says what will happen and names the act on its button; none
// asks "are you sure?". Lock closes whatever is open and drops what waits.
package ask
