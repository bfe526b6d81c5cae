// Package words owns the text of every message on the screen: stable keys in,
// en-GB text out. The text itself is an embedded file, so that it can be read
// and corrected in one place.
//
// It keeps the rule that words on the screen tell the truth: errors say what
// happened, what is safe and what to do next; buttons say the act and its
// object. It refuses to format anything but numbers and short codes, and never
// sees content.
package words
