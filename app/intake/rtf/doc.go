// Package rtf reads what an RTF document says: its text in order, deleted and
// hidden text known as such, notes, field codes, and the objects it embeds. It
// is written for hostile files: groups are counted, not recursed into, and
// nothing it holds is run or fetched.
//
// Choice: our own reader; no kept, permissively licensed Go module reads RTF
// with its code pages. The runner-up, github.com/J45k4/rtf-go, knows neither
// fonts' character sets nor destinations.
package rtf
