// Package setting owns force policy as journalled settings: every hour, rank
// and count that national guidance leaves to the force, each with a stated
// default and the reason for it. A change is an entry by a supervisor.
//
// It refuses: numbers that law fixes (those belong to the room that applies
// the law), free text, and values outside the bounds of their setting.
package setting
