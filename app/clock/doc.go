// Package clock owns deadlines: working days in England and Wales, calendar
// months, and the form in which times are shown (Europe/London, with zone).
//
// It refuses: reading the time. Now is always an argument.
package clock
