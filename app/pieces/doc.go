// Package pieces owns how the text of a product is taken apart, so that each
// source can have an item of its own: a report is about one sensitive
// source. It finds the stretches that a person would choose by:
// paragraphs, sentences, and the turns of a chat. It proposes nothing about who
// is whose source: that is the officer's to say.
//
// It refuses: files and their parts (app/intake), and what becomes of a piece
// (app).
package pieces
