package app

import (
	"time"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/report"
	"corridor/app/risk"
	"corridor/app/roster"
	"corridor/app/sanitise"
	"corridor/app/setting"
	"corridor/app/threat"
)

// Danger is how soon a person must act, most dangerous first.
type Danger int

// The bands of the triage list.
const (
	Life  Danger = iota // a life prompt is flagged or answered yes/cannot tell, or a threat is open
	High                // another high-risk category is flagged
	Timed               // immediate wording or a clock within the hour
	Rest
)

// Stage is where an item stands in the order of the work.
type Stage string

// The stages of an item.
const (
	StageNew      Stage = "new"      // first read not finished
	StageThreat   Stage = "threat"   // a threat waits for an owner
	StageGrading  Stage = "grading"  // not graded
	StageDrafting Stage = "drafting" // graded, no submission waiting
	StageWaiting  Stage = "waiting"  // submitted for sign-off
	StageReturned Stage = "returned"
	StageApproved Stage = "approved" // may be dispatched
	StageReleased Stage = "released"
	StageRefused  Stage = "refused"

	StageDestroyed Stage = "destroyed" // its content is gone for good
)

// Head is a line of a list: neutral fields only, never text of the product.
type Head struct {
	Item        entry.ID
	Ref         string
	SourceType  intel.SourceType
	Compartment string // its label
	Tier        intel.Tier
	Received    time.Time
	Deadline    time.Time // of the clock that matters next; zero when none runs
	Clock       string    // what that clock is: "first read", "owner", "review", "sign-off"
	Danger      Danger
	Stage       Stage
	OpenPrompts int
	Fresh       int // of those, raised by other rules since, which nobody has looked at
	Unowned     int // threats no supervisor has accepted
	NotRead     bool
	Grade       string // "1BP", "" before grading; several items joined by spaces
	Alarms      int
}

// Graded is one grading of a product, of which the last stands.
type Graded struct {
	Version int
	Words   string // "2BP 1AP": every item, as forms write it
	By      string
	At      time.Time
}

// Product is one item opened: its text and everything decided about it.
// It exists only after the view was journalled.
type Product struct {
	Head
	Receipt      intel.Receipt
	Reading      intel.Reading
	ReceivedBy   string
	Intelligence string
	Scan         risk.Result
	Prompts      []PromptCard
	Threats      []ThreatView
	Grade        grade.Graded
	GradeWords   grade.Words
	Graded       bool
	GradeHistory []Graded
	Draft        intel.DraftText
	DraftVersion int
	DraftEntry   entry.ID
	Check        *CheckView
	Consults     []ConsultView
	Releases     []ReleaseView
	Why          []release.Reason // why it cannot be released now, in order of the work
	Steps        []Step
	Log          []LogLine
	Destroyed    *DestroyedView // its content is gone for good: nothing but the history is here
}

// Step is one tab of a product with its state.
type Step struct {
	ID    string // "source","prompts","threat","grade","draft","release"
	State string // "done", "open", "blocked"
	Note  string // "2 open", "1BP" …
}

// PromptCard is one risk question of the first read.
type PromptCard struct {
	Category risk.Category
	Title    string
	Question string
	Life     bool
	Flagged  bool          // the engine cites words
	Prompts  []risk.Prompt // what it cites, with rule, why and what speaks against it
	Answer   intel.Answer
	Fresh    bool // raised by other rules after it was answered: the answer is shown, and asked for again
	Reason   string
	By       string
	At       time.Time
}

// ThreatView is a threat with its words; Words is empty on the board, where
// nothing is shown before it is opened.
type ThreatView struct {
	Item    entry.ID
	Ref     string
	T       threat.Threat
	Owner   string
	Next    string // next step in words
	Due     time.Time
	Overdue bool
	Words   threat.Assessment
	Log     []LogLine
}

// CheckView is the threat-to-life check of a release text.
type CheckView struct {
	ForDraft                    entry.ID
	Stands                      bool // answers for the latest draft
	Real, Immediate, Identified intel.Answer
	Words                       threat.CheckWords
	By                          string
	At                          time.Time
}

// ConsultView is one consultation of the originator.
type ConsultView struct {
	For, Who, Words, By string
	Granted             bool
	At                  time.Time
}

// LogLine is a line of an item's or a threat's history.
type LogLine struct {
	Seq   uint64
	At    time.Time // when it was done
	Late  time.Time // when it was recorded, if that was later; zero otherwise
	Who   string
	Kind  entry.Kind
	What  string // in words, no content
	Fault entry.Fault
	Ref   string
	Item  entry.ID
	Why   bool // a reason is recorded; Desk.Reasons opens it
}

// FindingView is a residue between source and draft and how it stands. Start
// and End of the finding are rune offsets into the Field it is in.
type FindingView struct {
	sanitise.Finding
	Key     string // hex, as journalled when settled
	Field   string // "title", "body" or "provenance"
	Settled string // "", intel.SettleAccept, intel.SettleAside
	PutUp   bool   // the author asks the supervisor to set it aside; it blocks until then
	Reason  string // why it may stay: the supervisor's, or the author's
	By      string
}

// Findings is the result of checking a draft.
type Findings struct {
	List     []FindingView
	Blocking int // must be taken out, or set aside by a supervisor
	PutUp    int // of those, put up to the supervisor by the author with a reason
	ToAccept int // advisory, neither taken out nor accepted
	Done     int // accepted or set aside
	Mosaic   []sanitise.Fact
}

// ReleaseView is one dissemination.
type ReleaseView struct {
	Release     entry.ID
	Item        entry.ID
	Ref         string
	ItemRef     string
	Status      string
	Danger      Danger
	SubmittedBy string
	SubmittedAt time.Time
	ApprovedBy  string
	Decision    string // reason of a return or refusal
	SentAt      time.Time
	Emergency   bool
	SignBy      time.Time // retrospective sign-off of an emergency release
	Signed      bool
	Copies      []CopyView
}

// CopyView is who has which copy.
type CopyView struct {
	No           int
	Recipient    string
	Organisation string
	Acknowledged time.Time
	Due          time.Time
}

// SignOff is everything a supervisor must look at, on one screen.
type SignOff struct {
	ReleaseView
	Product    Product
	Report     string        // the canonical report as it will leave
	Pages      []report.Page // of the PDF that will leave; nil when it cannot be made again as it was submitted
	Case       release.CaseWords
	Manifest   release.Manifest
	Findings   Findings
	Recipients []RecipientView
	Attend     []Attend
	Refusals   []release.Reason // what stops approval by this officer, word for word
	Earlier    int              // earlier releases of this item
	Changes    []Change         // of the text: since the submission before, and after this one
}

// Change is a text and what became of it. Words says between when and when.
type Change struct {
	Words        string
	Older, Newer intel.DraftText
}

// Attend is a line that the supervisor has to look at before approving.
type Attend struct {
	ID    string
	Words string
	Count int
	Warn  bool
}

// RecipientView is a recipient with how far they can be used.
type RecipientView struct {
	Recipient                           entry.ID
	Name, Post, Organisation, Clearance string
	Fingerprint                         string
	ConfirmedBy                         string
	ConfirmedAt                         time.Time
	Fault                               string    // why the certificate cannot be used, or ""
	Expires                             time.Time // of the certificate; zero for never
}

// PersonView is a member of the unit.
type PersonView struct {
	Person        entry.Person
	Name          string
	Rank          string
	Roles         []roster.Role
	Status        string
	Code          string // of the member key, for confirmation by voice
	Accreditation roster.Accreditation
	Lapses        []roster.Lapse
	Needs         string // what is missing before they are a member, or their new keys count, in words
	NewCode       string // of keys that wait for a second member to confirm them; "" when none do
}

// CompartmentView is a compartment that this member may know of.
type CompartmentView struct {
	ID        entry.ID
	Label     string
	Common    bool
	Open      bool
	Epoch     uint32
	Members   []string
	Needs     roster.Needs
	Lapsed    string // why this member cannot enter it now, or ""
	Intercept bool
	Owed      bool // somebody who left, or a key that was replaced, opens what comes: Desk.SettleKeys
}

// Me is who sits at the desk.
type Me struct {
	Person entry.Person
	Name   string
	Rank   string
	Roles  []roster.Role
}

// Unit is the unit as its Unit screen shows it.
type Unit struct {
	Name         string
	Ceiling      intel.Tier
	Provisional  bool
	People       []PersonView
	Compartments []CompartmentView
	Recipients   []RecipientView
	Settings     []setting.Def
	HeadCode     string
	Entries      uint64
}

// Status is the line that is always on screen.
type Status struct {
	Checked     uint64 // entries verified in this session
	Unread      bool   // opened for the first time at this desk and not read whole yet: a search does not find every product, a copy of one is not recognised
	ToCheck     uint64 // older entries, taken as an earlier session judged them, that Recheck has not verified yet
	CheckedAt   time.Time
	Alarms      int
	Warnings    []string
	OpenLife    int // life questions unanswered
	Unowned     int // threats without an owner
	ToRead      int
	ToRescan    int // products that the rules in force have not read: Desk.Rescan
	Fresh       int // products in which other rules found something that nobody has looked at since
	ToSign      int
	ToSecond    int // acts that others proposed and that wait for a second officer
	Returned    int
	Provisional bool
	BackedUp    time.Time // when the newest backup that has not expired was made; zero for none
	Next        time.Time // next deadline of all
	NextRef     string
}

// JournalFilter picks lines of the journal; zero fields pick all.
type JournalFilter struct {
	Person entry.Person
	Item   entry.ID
	Kind   entry.Kind
	Day    string // 2006-01-02 in Europe/London
	Faults bool   // only void and faulty
}

// VerifyReport is what a full check found.
type VerifyReport struct {
	Entries uint64
	Shut    int
	Alarms  []AlarmView
	Head    string
}

// AlarmView is one alarm in words.
type AlarmView struct {
	Seq   uint64
	Fault entry.Fault
	Kind  entry.Kind
	Who   string
	Words string
}

// HitView is a search result.
type HitView struct {
	Head
	Why string
}
