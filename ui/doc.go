// Package ui owns the window: its frame, navigation, shortcuts, the lock by
// key, button and idle time, and what a lock takes away. It gets at vaults
// through Doors alone and never learns of storage, and it never imports the
// driver of the screen, so that its tests need neither cgo nor a display.
//
// On lock the content is replaced, overlays are closed, work beside the window
// is cancelled, the desk is shut, and what was copied here is taken off the
// clipboard. The life-at-risk card stays.
package ui
