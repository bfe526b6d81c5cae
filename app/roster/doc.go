// Package roster owns persons, their keys over intervals of the journal, their
// roles and accreditation, the lists of the compartments, and the one table
// that says who may make which kind of entry. Writer and reader call the same
// function, Permit, on the roster as it stood at that point of the journal.
//
// The rules it implements, in its own words:
//
//   - A signature proves who; the table decides whether they were allowed. What
//     it does not allow is void: kept and shown, without effect.
//   - A person is not a key. Joining needs proof that the newcomer holds the
//     key, and two people who are already there; only a sole member (the
//     founder, or the last one left) brings in the second person alone. Until
//     one person can write and another can approve, the unit is provisional:
//     it releases nothing, and its eldest member stands in for the supervisor
//     it lacks, save to judge themselves.
//   - Nobody changes their own roles or accreditation.
//   - A compartment opens only to a person on its list whose vetting and
//     briefings are current (domain rule H1). To everybody else it does not
//     exist, in the same words as for one that was never made (H2).
//   - A compartment has at least two readers, one of them a supervisor.
//   - Some acts take two officers, one of them a supervisor: removing a member,
//     destroying content, taking a term off a deny list, recording a restore,
//     and putting a recovery key in force. One proposes the act, facts and all;
//     the entry of that kind is the second officer's, with the same facts to
//     the byte. Nobody carries out their own proposal.
//   - Whoever left, or a key that was replaced, opens nothing that comes after
//     the next epoch; until then a new key is owed, and says so. Every grant
//     ever given is remembered, so that what a leaver could read is exact.
//   - The recovery key is nobody's. It is granted every epoch, reads only after
//     its use was recorded with a reason, and is replaced once it was used.
//   - A lapsed clearance never stops a threat to life from being raised or the
//     emergency route from being taken.
//
// It refuses: signatures (crypto), storage, and the rules of other rooms.
package roster
