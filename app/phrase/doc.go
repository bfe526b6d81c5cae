// Package phrase owns the forms of words that a unit has agreed: any officer
// proposes one, another who is a supervisor agrees it, and a supervisor takes it
// off again. Only an agreed phrase is offered as it is typed.
//
// It refuses: the words themselves, which are content (RolePhrase); an agreement
// by the officer who proposed; and the question of whether a check would stop
// them, which is the check's (app/sanitise) and may change with its rules.
package phrase
