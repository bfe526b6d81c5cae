package entry

// Kind names an act. Kinds are never reused or renamed: the journal outlives
// the program.
type Kind string

// The kinds of this version, grouped by the room that owns their payload.
const (
	// app/roster
	UnitFounded        Kind = "unit.founded"
	PersonEnrolled     Kind = "person.enrolled"
	PersonConfirmed    Kind = "person.confirmed"
	PersonLeft         Kind = "person.left"
	AccreditationSet   Kind = "accreditation.set"
	CompartmentEpoch   Kind = "compartment.epoch"
	CompartmentGranted Kind = "compartment.granted"
	CompartmentEntered Kind = "compartment.entered"
	DeskUnlocked       Kind = "desk.unlocked"
	ActProposed        Kind = "act.proposed"  // the first officer of an act that takes two
	ActWithdrawn       Kind = "act.withdrawn" // of a proposal
	RecoverySet        Kind = "recovery.set"  // takes two officers
	RecoveryUsed       Kind = "recovery.used"

	// app/keeping
	BackupMade       Kind = "backup.made"
	VaultRestored    Kind = "vault.restored" // takes two officers
	RestoreAccepted  Kind = "restore.accepted"
	ContentDestroyed Kind = "content.destroyed" // takes two officers
	VaultExported    Kind = "vault.exported"

	// app/setting
	SettingChanged Kind = "setting.changed"

	// app/tune
	TermAdded      Kind = "term.added"
	TermDropped    Kind = "term.dropped" // takes two officers
	RuleOff        Kind = "rule.off"     // takes two officers
	RuleOn         Kind = "rule.on"
	RulesPreviewed Kind = "rules.previewed" // what a change of terms or rules would change
	VaultRescanned Kind = "vault.rescanned" // products of a compartment read again, up to a place

	// app/phrase
	PhraseProposed Kind = "phrase.proposed" // a form of words for drafts
	PhraseAgreed   Kind = "phrase.agreed"   // by a supervisor other than the proposer
	PhraseDropped  Kind = "phrase.dropped"

	// app/recipient
	RecipientRecorded  Kind = "recipient.recorded"
	RecipientConfirmed Kind = "recipient.confirmed"

	// app/intel
	ProductReceived     Kind = "product.received"
	ProductLinked       Kind = "product.linked"
	ProductViewed       Kind = "product.viewed"
	SearchMade          Kind = "search.made"
	JournalExported     Kind = "journal.exported"
	JournalViewed       Kind = "journal.viewed"       // reasons of a page of the journal list
	OriginatorConsulted Kind = "originator.consulted" // S2: sanitisation; A1: action-on
	ColumnsSettled      Kind = "columns.settled"      // of an originator's call-record tables, for whoever reads the compartment
	ListExported        Kind = "list.exported"        // what became of the files of a batch

	// app/risk answers, owned by app/intel
	ProductScanned   Kind = "product.scanned"
	ProductRescanned Kind = "product.rescanned" // something is new in it by other rules
	PromptAnswered   Kind = "prompt.answered"

	// app/threat
	ThreatRaised   Kind = "threat.raised"
	ThreatAssessed Kind = "threat.assessed"
	ThreatAccepted Kind = "threat.accepted"
	ThreatActed    Kind = "threat.acted"
	ThreatReviewed Kind = "threat.reviewed"
	ThreatClosed   Kind = "threat.closed"
	ThreatChecked  Kind = "threat.checked" // the check for one release text (H5)

	// app/grade
	ProductGraded Kind = "product.graded"

	// app/sanitise, owned by app/intel as draft and residue
	DraftSaved     Kind = "draft.saved"
	ResidueSettled Kind = "residue.settled"
	DenyListed     Kind = "deny.listed"
	DenyLifted     Kind = "deny.lifted" // takes two officers

	// app/release
	ReleaseSubmitted    Kind = "release.submitted"
	ReleaseApproved     Kind = "release.approved"
	ReleaseReturned     Kind = "release.returned"
	ReleaseRefused      Kind = "release.refused"
	ReleaseDispatched   Kind = "release.dispatched"
	ReleaseAcknowledged Kind = "release.acknowledged"
	EmergencyReleased   Kind = "emergency.released"
	EmergencySigned     Kind = "emergency.signed"
)

// Known lists every kind of this version.
func Known() []Kind {
	return []Kind{
		UnitFounded, PersonEnrolled, PersonConfirmed, PersonLeft, AccreditationSet,
		CompartmentEpoch, CompartmentGranted, CompartmentEntered, DeskUnlocked,
		ActProposed, ActWithdrawn, RecoverySet, RecoveryUsed, BackupMade, VaultRestored, RestoreAccepted, ContentDestroyed, VaultExported,
		SettingChanged, TermAdded, TermDropped, RuleOff, RuleOn, RulesPreviewed, VaultRescanned, PhraseProposed, PhraseAgreed, PhraseDropped, RecipientRecorded, RecipientConfirmed,
		ProductReceived, ProductLinked, ProductViewed, SearchMade, JournalExported, JournalViewed, OriginatorConsulted, ColumnsSettled, ListExported,
		ProductScanned, ProductRescanned, PromptAnswered,
		ThreatRaised, ThreatAssessed, ThreatAccepted, ThreatActed, ThreatReviewed, ThreatClosed, ThreatChecked,
		ProductGraded, DraftSaved, ResidueSettled, DenyListed, DenyLifted,
		ReleaseSubmitted, ReleaseApproved, ReleaseReturned, ReleaseRefused, ReleaseDispatched, ReleaseAcknowledged,
		EmergencyReleased, EmergencySigned,
	}
}

// IsKnown reports whether this version can fold k.
func IsKnown(k Kind) bool {
	for _, have := range Known() {
		if have == k {
			return true
		}
	}
	return false
}

// MustUnderstand reports whether a reader that does not know k has to block
// release and destruction of the item it is about. Views and searches change
// nothing that a gate looks at; everything else does.
func MustUnderstand(k Kind) bool {
	switch k {
	case ProductViewed, SearchMade, RulesPreviewed, JournalExported, JournalViewed, ColumnsSettled, ListExported, VaultExported, BackupMade, PhraseProposed, PhraseAgreed, PhraseDropped, DeskUnlocked, CompartmentEntered, RecoveryUsed, RestoreAccepted:
		return false
	}
	return true
}

// TakesTwo lists the kinds that no officer makes alone: one proposes the act,
// facts and all, and the entry of that kind is the second officer's.
func TakesTwo() []Kind {
	return []Kind{PersonLeft, RecoverySet, VaultRestored, ContentDestroyed, DenyLifted, TermDropped, RuleOff}
}
