// Package page owns one screen a file. A page builds widgets from a
// presenter's view and hands the officer's intents to the presenter, beside
// the window; it decides nothing and formats nothing that a presenter can.
//
// Pages know the window only through Host, and the desk only through the
// narrow interfaces that the presenters declare.
package page
