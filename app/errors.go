package app

import "errors"

// What the vault can say no with. Messages for people live in ui/words.
var (
	ErrPassphrase = errors.New("app: wrong passphrase")              // no hint of which part
	ErrNoMember   = errors.New("app: not a member of this vault")    //
	ErrGone       = errors.New("app: content destroyed")             //
	ErrShut       = errors.New("app: compartment not open")          //
	ErrDamaged    = errors.New("app: vault damaged")                 //
	ErrVersion    = errors.New("app: vault of another version")      //
	ErrForged     = errors.New("app: vault holds forged entries")    //
	ErrInUse      = errors.New("app: vault open in another program") //
	ErrFull       = errors.New("app: no room on the disk")           //
	ErrNetwork    = errors.New("app: vault on a network file system")
	ErrReadOnly   = errors.New("app: vault on a read-only medium")
	ErrNoItem     = errors.New("app: no such item") // also for what may not be seen
	ErrUnopened   = errors.New("app: not opened in this session")
	ErrInput      = errors.New("app: something is missing")
	ErrConflict   = errors.New("app: somebody else changed this item")
)
