package intel

import (
	"time"

	"corridor/app/entry"
)

// Tier is a Government Security Classifications tier, with OFFICIAL-SENSITIVE
// as the need-to-know marking on OFFICIAL that it is.
type Tier string

// Tiers in rising order of sensitivity.
const (
	Official          Tier = "OFFICIAL"
	OfficialSensitive Tier = "OFFICIAL-SENSITIVE"
	Secret            Tier = "SECRET"
	TopSecret         Tier = "TOP SECRET"
)

// SourceType says by which route product was obtained. It is a neutral code on
// lists inside a compartment and never leaves the unit.
type SourceType string

// The source types.
const (
	Intercept    SourceType = "intercept"
	CHIS         SourceType = "chis"
	Surveillance SourceType = "surveillance"
	Probe        SourceType = "probe"
	Download     SourceType = "download"
	CommsData    SourceType = "commsdata"
	Partner      SourceType = "partner"
	SAR          SourceType = "sar"
	Anonymous    SourceType = "anonymous"
	Prison       SourceType = "prison"
	OtherSource  SourceType = "other"
)

// Received is the payload of product.received. Content roles: RoleOriginal
// (the bytes as they came), RoleReading (a Reading), RoleReceipt (a Receipt).
type Received struct {
	Ref          string     `json:"ref"` // SIU-26-0412: the unit's own, neutral
	SourceType   SourceType `json:"source_type"`
	Tier         Tier       `json:"tier"`         // as received
	Intelligence string     `json:"intelligence"` // date of intelligence, 2006-01-02, or ""
	Read         string     `json:"read"`         // "yes", "partly", "no"
	Bytes        int64      `json:"bytes"`
}

// Content roles of product.received and of drafts.
const (
	RoleOriginal = "original"
	RoleReading  = "reading"
	RoleReceipt  = "receipt"
	RoleReason   = "reason"
	RoleDraft    = "draft"
	RoleWords    = "words"
	RoleQuery    = "query"
	RoleSource   = "source"
	RoleColumns  = "columns"
)

// Reading is what intake could read of an original: content, never fact.
type Reading struct {
	Name      string    `json:"name"` // file name as it came
	SHA256    string    `json:"sha256"`
	Kind      string    `json:"kind"`
	Subject   string    `json:"subject"`
	Text      string    `json:"text"`
	Parts     []Part    `json:"parts"`
	Warnings  []Warning `json:"warnings"`
	NotRead   string    `json:"not_read"`          // "" or why the whole could not be read
	Signature string    `json:"signature"`         // of the sender: good by …, unknown, bad, none
	Message   string    `json:"message,omitempty"` // names a mail message whatever way it came (intake.Result)
}

// Part is one attachment or part of an original.
type Part struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Read   string `json:"read"`
	Why    string `json:"why"`
}

// Warning is something the officer must be told about an original.
type Warning struct {
	Class string `json:"class"`
	What  string `json:"what"`
}

// Receipt is what the receiving officer recorded.
type Receipt struct {
	Originator    string `json:"originator"`
	OriginatorRef string `json:"originator_ref"`
	Marking       string `json:"marking"`  // the line as received
	Handling      string `json:"handling"` // as received, verbatim (5x5x5 or 3x5x2)
	SourceRef     string `json:"source_ref"`
	Subject       string `json:"subject"` // person it concerns, if known
	Note          string `json:"note"`
}

// Linked is the payload of product.linked. Each of two items that are linked
// has an entry of its own; an item linked to itself came again, byte for byte.
type Linked struct {
	To    entry.ID `json:"to"`
	How   string   `json:"how,omitempty"`   // one of Link…; "" for the same bytes
	Parts []int    `json:"parts,omitempty"` // of the whole's file, from 1, that the piece is made of
	Spans [][2]int `json:"spans,omitempty"` // or runes of the whole's reading, half open
}

// How one item is linked to another.
const (
	LinkSplitFrom  = "split_from"  // this item is a piece of that one
	LinkSplitInto  = "split_into"  // that item is a piece of this one
	LinkJoinedFrom = "joined_from" // this item holds that one
	LinkJoinedInto = "joined_into" // that item holds this one
)

// Mapped is the payload of columns.settled: for each field of a call record, by
// code, the column that it stands in, from 0. Whose tables, and their headings,
// are content (RoleColumns).
type Mapped struct {
	Columns map[string]int `json:"columns"`
}

// Viewed is the payload of product.viewed, written before text appears.
type Viewed struct {
	What string   `json:"what"` // ViewSource, ViewDraft, ViewReport, ViewAssessment
	Of   entry.ID `json:"of"`   // the entry whose content was shown
}

// What can be viewed.
const (
	ViewSource     = "source"
	ViewDraft      = "draft"
	ViewReport     = "report"
	ViewAssessment = "assessment"
)

// Searched is the payload of search.made; the query is content.
type Searched struct {
	Hits int `json:"hits"`
}

// Exported is the payload of journal.exported.
type Exported struct {
	Entries int    `json:"entries"`
	To      string `json:"to"` // fingerprint it was encrypted to
}

// Consulted is the payload of originator.consulted; who and the words agreed
// are content.
type Consulted struct {
	For     string    `json:"for"` // ForSanitisation (S2), ForAction (A1) or ForMarking (H16)
	Granted bool      `json:"granted"`
	When    time.Time `json:"when"`
}

// What an originator is consulted about.
const (
	ForSanitisation = "sanitisation"
	ForAction       = "action"
	ForMarking      = "marking"
)

// Consultations lists what an originator is consulted about.
func Consultations() []string { return []string{ForSanitisation, ForAction, ForMarking} }

// Scanned is the payload of product.scanned: codes and offsets, no words.
type Scanned struct {
	Version   string    `json:"version"`
	TTL       bool      `json:"ttl"`
	Immediate bool      `json:"immediate"`
	Prompts   []Flagged `json:"prompts"`
}

// Flagged is one prompt of a scan.
type Flagged struct {
	Category string   `json:"category"`
	Rule     string   `json:"rule"`
	Spans    [][2]int `json:"spans"` // rune offsets into the reading's text
	SetAside bool     `json:"set_aside"`
}

// Answer to a risk question. The zero value is unanswered and blocks.
type Answer string

// The three answers.
const (
	Unanswered Answer = ""
	Yes        Answer = "yes"
	No         Answer = "no"
	CannotTell Answer = "cannot_tell"
)

// Answered is the payload of prompt.answered; the reason is content.
type Answered struct {
	Category string `json:"category"`
	Answer   Answer `json:"answer"`
	Flagged  bool   `json:"flagged"` // the engine had flagged it, so a reason is needed
}

// Saved is the payload of draft.saved; the text is content (a DraftText).
type Saved struct {
	Version int    `json:"version"` // from 1, per item
	Why     string `json:"why"`     // "save", "submit", "lock"
}

// DraftText is a sanitised draft as typed. Items(Body) are its numbered items.
type DraftText struct {
	Title      string `json:"title"`
	Body       string `json:"body"`
	Provenance string `json:"provenance"`
}

// Settled is the payload of residue.settled; the reason is content.
type Settled struct {
	Draft    entry.ID `json:"draft"`    // the draft.saved entry it was found in
	Finding  string   `json:"finding"`  // hex SHA-256 of the finding's key
	Kind     string   `json:"kind"`     // sanitise.Kind
	Severity string   `json:"severity"` // block or advise
	Decision string   `json:"decision"` // SettleAccept or SettlePutUp (author), SettleAside (supervisor)
}

// How a residue can be settled other than by taking it out.
const (
	SettleAccept = "accepted"  // advisory: the author says why it may stay
	SettlePutUp  = "put_up"    // blocking: the author asks the supervisor, and says why; it goes on blocking
	SettleAside  = "set_aside" // blocking: the supervisor says why it may stay
)

// Denied is the payload of deny.listed; the term is content (RoleWords), and so
// is the source whose reports may not carry it (RoleSource, with ScopeSource).
type Denied struct {
	Kind  string `json:"kind"`
	Scope string `json:"scope,omitempty"`
}

// What a term is denied to: the reports of one product, of every product from
// one source in a compartment, or of a whole compartment.
const (
	ScopeItem        = ""
	ScopeSource      = "source"
	ScopeCompartment = "compartment"
)

// Scopes lists what a term can be denied to.
func Scopes() []string { return []string{ScopeItem, ScopeSource, ScopeCompartment} }

// Lifted is the payload of deny.lifted, which takes two officers.
type Lifted struct {
	Listed entry.ID `json:"listed"` // the deny.listed entry
}

// Reasons is the payload of journal.viewed, written before the reasons of a
// page of the journal list appear.
type Reasons struct {
	Of []entry.ID `json:"of"` // the entries whose reasons were shown
}
