// Package job owns work beside the window: it runs on its own goroutine, tells
// its progress, can be cancelled, and publishes its end on the window's
// goroutine. It is the only place that calls fyne.Do.
//
// Each piece of work has a lane. A newer piece in the same lane cancels the
// older one and the older one's end is dropped, so that a slow answer never
// overwrites a later question. Stop, called on lock, cancels every lane.
//
// It refuses to touch a widget from anywhere but the window's goroutine.
package job
