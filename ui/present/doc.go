// Package present owns what each screen says: it turns the desk's views into
// immutable views for a page, and an officer's intents into verbs of the desk.
// It is plain Go and knows no widget, so that it is tested as plain Go.
//
// Each presenter declares the few verbs of the desk that it needs. Methods that
// take a context call the desk and may run beside the window; they change
// nothing in the presenter. Methods without one change only the presenter.
//
// It refuses to decide anything that a rule decides: it shows refusals word
// for word.
package present
