// Package part owns the desk's widgets. They show what they are given and say
// what the officer meant through callbacks; they decide nothing, fetch nothing
// and know no rule of the domain.
//
// Every text field here hands the shortcuts that it has no use for on to the
// window, so that Ctrl+K works while an officer types and what is typed next
// lands where they look. Every widget that can be clicked can be reached and
// used by the keyboard, and tells the window that somebody is there, for the
// idle lock.
package part
