// Package clock owns deadlines: working days in England and Wales, calendar
// months, and the form in which times are shown (Europe/London, with zone).
//
// It refuses: reading the time, and the zone files of the machine. Now is always
// an argument, and British Summer Time is a rule in the code.
package clock
