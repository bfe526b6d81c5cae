package state

import (
	"errors"
	"fmt"
	"slices"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/app/phrase"
	"corridor/app/release"
	"corridor/app/risk"
	"corridor/app/roster"
	"corridor/app/threat"
)

// route sends an entry to the room that owns its kind. One that carries out a
// proposal ends it.
func (s *State) route(e entry.Entry) error {
	if err := s.toRoom(e); err != nil {
		return err
	}
	if slices.Contains(entry.TakesTwo(), e.Kind) {
		s.Roster.Carried(e)
	}
	return nil
}

func (s *State) toRoom(e entry.Entry) error {
	switch e.Kind {
	case entry.UnitFounded, entry.PersonEnrolled, entry.PersonConfirmed, entry.PersonLeft, entry.AccreditationSet,
		entry.CompartmentEpoch, entry.CompartmentGranted, entry.CompartmentEntered, entry.DeskUnlocked,
		entry.RecoverySet, entry.RecoveryUsed:
		return s.roster(e)
	case entry.ActProposed, entry.ActWithdrawn:
		return s.proposed(e)
	case entry.BackupMade, entry.VaultRestored, entry.RestoreAccepted:
		return s.Keeping.Fold(e)
	case entry.SettingChanged:
		return s.Settings.Fold(e)
	case entry.TermAdded, entry.TermDropped, entry.RuleOff, entry.RuleOn, entry.VaultRescanned:
		return s.tuned(e)
	case entry.PhraseProposed, entry.PhraseAgreed, entry.PhraseDropped:
		return s.phrased(e)
	case entry.RecipientRecorded, entry.RecipientConfirmed:
		return s.Recipients.Fold(e)
	case entry.RulesPreviewed:
		return owes(e, intel.RoleQuery)
	case entry.SearchMade, entry.JournalExported, entry.JournalViewed, entry.VaultExported, entry.ListExported:
		return nil
	case entry.ColumnsSettled:
		return s.columns(e)
	case entry.ProductReceived:
		return s.received(e)
	}
	if e.Item == "" && (e.Kind == entry.DenyListed || e.Kind == entry.DenyLifted) {
		return s.denied(e)
	}
	return s.product(e)
}

// product folds what an entry says of the product that it is about. In a
// session that takes up what another folded, that is left until somebody asks
// for the product.
func (s *State) product(e entry.Entry) error {
	if s.resuming || s.only != "" && e.Item != s.only {
		return nil
	}
	it, ok := s.Item(e.Item)
	if !ok || it.Compartment != e.Compartment {
		return errNoItem
	}
	if err := s.item(it, e); err != nil {
		return err
	}
	it.Log = append(it.Log, e)
	return nil
}

func (s *State) roster(e entry.Entry) error {
	if err := s.Roster.Fold(e); err != nil {
		return err
	}
	switch e.Kind {
	case entry.UnitFounded:
		f, err := entry.FactsOf[roster.Founded](e)
		if err != nil {
			return err
		}
		s.Epochs = append(s.Epochs, f.Common)
	case entry.CompartmentEpoch:
		f, err := entry.FactsOf[roster.Epoch](e)
		if err != nil {
			return err
		}
		s.Epochs = append(s.Epochs, f)
	}
	return nil
}

func (s *State) received(e entry.Entry) error {
	f, err := entry.FactsOf[intel.Received](e)
	if err != nil {
		return err
	}
	if _, have := s.Item(e.Item); have || e.Item == "" {
		return errors.New("state: product received twice")
	}
	if s.taken(f.Ref) {
		return errors.New("state: reference used twice")
	}
	if f.Tier.Above(s.Roster.Ceiling()) {
		return errors.New("state: above the vault's ceiling")
	}
	s.items[e.Item] = newItem(e, f)
	s.order = append(s.order, e.Item)
	s.refs[f.Ref] = e.Item
	return nil
}

// phrased folds a form of words: the unit's, in its own compartment, and about no
// product.
func (s *State) phrased(e entry.Entry) error {
	if e.Item != "" || e.Compartment != s.Roster.Common() {
		return errors.New("state: phrases are the unit's, not a product's")
	}
	if e.Kind == entry.PhraseProposed {
		if err := owes(e, phrase.RolePhrase); err != nil {
			return err
		}
	}
	next, err := s.Phrases.Fold(e)
	s.Phrases = next
	return err
}

// columns folds how an originator's tables are read. It is about the unit, or
// a compartment of it, and about no product.
func (s *State) columns(e entry.Entry) error {
	f, err := entry.FactsOf[intel.Mapped](e)
	if err != nil {
		return err
	}
	if e.Item != "" || len(f.Columns) == 0 {
		return errors.New("state: columns of nothing")
	}
	if err := owes(e, intel.RoleColumns); err != nil {
		return err
	}
	s.Columns = append(s.Columns, e)
	return nil
}

func newItem(e entry.Entry, f intel.Received) *Item {
	return &Item{ID: e.Item, Compartment: e.Compartment, Entry: e, Received: f, At: e.Done,
		Answers: map[string]AnswerAt{}, Settled: map[string]At[intel.Settled]{}, Log: []entry.Entry{e}}
}

// owes asks for the words that an act cannot stand without.
func owes(e entry.Entry, role string) error {
	if _, ok := e.Piece(role); !ok {
		return fmt.Errorf("state: %s without its %s", e.Kind, role)
	}
	return nil
}

// keep decodes a payload and appends it to a list of the item.
func keep[T any](e entry.Entry, into *[]At[T]) (T, error) {
	f, err := entry.FactsOf[T](e)
	if err == nil {
		*into = append(*into, At[T]{Entry: e, Facts: f})
	}
	return f, err
}

func (s *State) item(it *Item, e entry.Entry) error {
	var err error
	switch e.Kind {
	case entry.ProductLinked:
		var f intel.Linked
		if f, err = entry.FactsOf[intel.Linked](e); err == nil {
			it.Links = append(it.Links, f)
		}
	case entry.ProductViewed:
		_, err = keep(e, &it.Views)
	case entry.OriginatorConsulted:
		if err = owes(e, intel.RoleWords); err == nil {
			_, err = keep(e, &it.Consults)
		}
	case entry.ProductScanned:
		var f intel.Scanned
		if f, err = entry.FactsOf[intel.Scanned](e); err == nil {
			if it.Scan != nil {
				return errors.New("state: scanned already")
			}
			it.Scan = &f
			if s.counting() {
				s.Tallies.scanned(it, f)
			}
		}
	case entry.ProductRescanned:
		err = s.rescanned(it, e)
	case entry.PromptAnswered:
		err = s.answered(it, e)
	case entry.ProductGraded:
		var f grade.Graded
		if f, err = entry.FactsOf[grade.Graded](e); err == nil {
			if f.Version != len(it.Grades)+1 || len(f.Check()) > 0 {
				return errors.New("state: grade refused by its own rules")
			}
			it.Grades = append(it.Grades, At[grade.Graded]{Entry: e, Facts: f})
		}
	case entry.DraftSaved:
		var f intel.Saved
		if f, err = entry.FactsOf[intel.Saved](e); err == nil {
			if f.Version != len(it.Drafts)+1 {
				return errors.New("state: draft version out of order")
			}
			it.Drafts = append(it.Drafts, At[intel.Saved]{Entry: e, Facts: f})
		}
	case entry.ResidueSettled:
		err = s.settled(it, e)
	case entry.DenyListed:
		err = list(e, &it.Deny)
	case entry.DenyLifted:
		err = lift(e, &it.Deny)
	case entry.ContentDestroyed:
		err = s.destroyed(it, e)
	case entry.ActProposed, entry.ActWithdrawn: // the roster keeps what waits for a second officer
	case entry.ThreatRaised, entry.ThreatAssessed, entry.ThreatAccepted, entry.ThreatActed, entry.ThreatReviewed, entry.ThreatClosed:
		err = s.threat(it, e)
	case entry.ThreatChecked:
		var f threat.Checked
		if f, err = entry.FactsOf[threat.Checked](e); err == nil {
			if err = owes(e, threat.RoleCheck); err != nil {
				return err
			}
			if d, ok := it.Draft(); !ok || d.Entry.ID != f.Draft {
				return errors.New("state: check of a draft that is not the latest")
			}
			it.Checks = append(it.Checks, At[threat.Checked]{Entry: e, Facts: f})
		}
	default:
		err = s.release(it, e)
	}
	return err
}

// answered folds an answer. A reason is owed where the scan had flagged the
// question, whatever the author says of that; "cannot tell", and protected
// material, are settled by a supervisor alone (domain rules H4 and H19).
func (s *State) answered(it *Item, e entry.Entry) error {
	a, err := entry.FactsOf[intel.Answered](e)
	if err != nil {
		return err
	}
	if !slices.Contains(risk.Categories(), risk.Category(a.Category)) || !a.Answer.Given() {
		return errors.New("state: not an answer to a question of the first read")
	}
	if _, ok := e.Piece(intel.RoleReason); !ok && (a.Flagged || it.Flags(a.Category)) {
		return errors.New("state: a flagged prompt answered without a reason")
	}
	if it.Held(a.Category) && a.Answer != it.Answers[a.Category].Facts.Answer && !s.holds(e.Author, roster.Supervisor) {
		return errors.New("state: only a supervisor settles what could not be told, or protected material")
	}
	if s.counting() {
		s.Tallies.answered(it, a.Category, it.counted(a.Category), a.Answer)
	}
	it.Asked = append(it.Asked, AnswerAt{Entry: e, Facts: a})
	it.Answers[a.Category] = AnswerAt{Entry: e, Facts: a}
	return nil
}

func (s *State) settled(it *Item, e entry.Entry) error {
	f, err := entry.FactsOf[intel.Settled](e)
	if err != nil {
		return err
	}
	if _, ok := e.Piece(intel.RoleReason); !ok {
		return errors.New("state: a residue settled without a reason")
	}
	if f.Severity == "block" && f.Decision == intel.SettleAccept {
		return errors.New("state: a blocking residue cannot be accepted by the author (H15)")
	}
	if f.Kind == "deny_list" {
		return errors.New("state: a term on the deny list is settled by nobody")
	}
	if f.Decision == intel.SettleAside {
		if !s.holds(e.Author, roster.Supervisor) {
			return errors.New("state: only a supervisor sets a blocking residue aside")
		}
		if wrote(it, e.Author) {
			return errors.New("state: whoever wrote the draft cannot set its residues aside (H13)")
		}
	}
	it.Settled[f.Finding] = At[intel.Settled]{Entry: e, Facts: f}
	return nil
}

func (s *State) holds(p entry.Person, r roster.Role) bool {
	if s.again {
		return true
	}
	m, ok := s.Roster.Person(p)
	return ok && m.Has(r)
}

func wrote(it *Item, p entry.Person) bool {
	for _, a := range it.Authors() {
		if a == p {
			return true
		}
	}
	return false
}

// threat steps the machine of the threat that the entry names.
func (s *State) threat(it *Item, e entry.Entry) error {
	switch e.Kind {
	case entry.ThreatAssessed:
		if err := owes(e, threat.RoleAssessment); err != nil {
			return err
		}
	case entry.ThreatActed, entry.ThreatReviewed, entry.ThreatClosed:
		if err := owes(e, intel.RoleReason); err != nil {
			return err
		}
	}
	if e.Kind == entry.ThreatRaised {
		t, err := threat.Step(threat.Threat{}, e)
		if err == nil {
			it.Threats = append(it.Threats, t)
		}
		return err
	}
	id, _, err := threat.Of(e)
	if err != nil {
		return err
	}
	for i, t := range it.Threats {
		if t.ID != id {
			continue
		}
		next, err := threat.Step(t, e)
		if err != nil {
			return err
		}
		it.Threats[i] = next
		if e.Kind == entry.ThreatAssessed {
			_, err = keep(e, &it.Assessments)
		}
		return err
	}
	return errors.New("state: no such threat")
}

func (s *State) release(it *Item, e entry.Entry) error {
	switch e.Kind {
	case entry.ReleaseSubmitted:
		f, err := entry.FactsOf[release.Submitted](e)
		if err != nil {
			return err
		}
		if _, have := s.Release(f.Release); have {
			return errors.New("state: release submitted twice")
		}
		r := &Release{Item: it.ID, Entry: e, Submitted: f}
		s.releases[f.Release] = r
		it.Releases = append(it.Releases, r)
		return nil
	case entry.EmergencyReleased:
		f, err := entry.FactsOf[release.EmergencyRecord](e)
		if err == nil {
			err = owes(e, release.RoleEmergency)
		}
		if err == nil {
			it.Spoken = append(it.Spoken, &Spoken{Entry: e, Record: f})
		}
		return err
	case entry.EmergencySigned:
		f, err := entry.FactsOf[release.EmergencySignedOff](e)
		if err == nil {
			err = owes(e, intel.RoleReason)
		}
		if err != nil {
			return err
		}
		for _, sp := range it.Spoken {
			if sp.Record.Release == f.Release && sp.Signed == nil {
				if sp.Entry.Author == e.Author {
					return errors.New("state: nobody signs off their own emergency release")
				}
				sp.Signed = &At[release.EmergencySignedOff]{Entry: e, Facts: f}
				return nil
			}
		}
		return errors.New("state: no such emergency release")
	}
	return s.decision(it, e)
}

// decision folds what happens to a submission.
func (s *State) decision(it *Item, e entry.Entry) error {
	switch e.Kind {
	case entry.ReleaseApproved:
		f, err := entry.FactsOf[release.Approved](e)
		if err != nil {
			return err
		}
		r, err := s.open(it, f.Release)
		if err != nil {
			return err
		}
		if wrote(it, e.Author) {
			return errors.New("state: whoever wrote or sanitised it cannot authorise it (H13)")
		}
		if m, ok := r.Entry.Piece(release.RoleManifest); !ok || m.SHA256 != f.Manifest {
			return errors.New("state: approval of another manifest")
		}
		r.Approvals = append(r.Approvals, At[release.Approved]{Entry: e, Facts: f})
		return nil
	case entry.ReleaseReturned, entry.ReleaseRefused:
		f, err := entry.FactsOf[release.Decided](e)
		if err != nil {
			return err
		}
		r, err := s.open(it, f.Release)
		if err != nil {
			return err
		}
		if _, ok := e.Piece(intel.RoleReason); !ok {
			return errors.New("state: a decision without a reason")
		}
		r.Decided = &At[release.Decided]{Entry: e, Facts: f}
		return nil
	case entry.ReleaseDispatched:
		f, err := entry.FactsOf[release.Dispatched](e)
		if err != nil {
			return err
		}
		r, _ := s.Release(f.Release)
		if r == nil || r.Item != it.ID || r.Decided != nil || len(r.Approvals) == 0 {
			return errors.New("state: dispatch without approval")
		}
		if !s.again && !s.sameCopies(r, f.Copies) {
			return errors.New("state: dispatch of other copies than were approved")
		}
		r.Sent = &At[release.Dispatched]{Entry: e, Facts: f}
		return nil
	case entry.ReleaseAcknowledged:
		f, err := entry.FactsOf[release.Acknowledged](e)
		if err != nil {
			return err
		}
		r, _ := s.Release(f.Release)
		if r == nil || r.Sent == nil || r.Item != it.ID {
			return errors.New("state: nothing was sent")
		}
		r.Acks = append(r.Acks, At[release.Acknowledged]{Entry: e, Facts: f})
		return nil
	}
	return errors.New("state: no room for this kind")
}

// sameCopies asks whether the copies that a dispatch names are those that the
// approval was for: the recipients as submitted, numbered from 1, each by the
// key that stands.
func (s *State) sameCopies(r *Release, copies []release.Copy) bool {
	if len(copies) != len(r.Submitted.Recipients) {
		return false
	}
	for i, id := range r.Submitted.Recipients {
		to, ok := s.Recipients.Get(id)
		if !ok || copies[i] != (release.Copy{No: i + 1, Recipient: id, Fingerprint: to.Fingerprint}) {
			return false
		}
	}
	return true
}

// open finds a submission of this item that still waits to be decided or sent.
func (s *State) open(it *Item, id entry.ID) (*Release, error) {
	r, _ := s.Release(id)
	if r == nil || r.Item != it.ID {
		return nil, errors.New("state: no such submission")
	}
	if r.Sent != nil || r.Decided != nil {
		return nil, errors.New("state: that submission is already decided")
	}
	return r, nil
}
