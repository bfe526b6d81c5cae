// Package roster owns persons, their keys over intervals of the journal, their
// roles and accreditation, the lists of the compartments, and the one table
// that says who may make which kind of entry. Writer and reader call the same
// function, Permit, on the roster as it stood at that point of the journal.
//
// It refuses: signatures (crypto), storage, and the rules of other rooms.
package roster
