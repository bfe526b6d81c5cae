// Package pdf reads what a PDF file says: the text of its pages in the order
// it is drawn, notes, form fields, attachments, and warnings of what it would
// do when opened. It draws nothing, runs nothing and fetches nothing.
//
// It is written for hostile and broken files: every loop, depth, stream and
// operator count is bounded, a cross-reference table that lies is rebuilt by
// scanning, and a damaged stream yields what stood before the damage.
//
// Choice: our own reader on the standard library. The runners-up were
// github.com/ledongthuc/pdf (BSD-3), which panics on most broken files and
// reads neither AES-256 nor attachments, and github.com/pdfcpu/pdfcpu
// (Apache-2), which repairs well and gives attachments but does not turn
// glyphs into text.
package pdf
