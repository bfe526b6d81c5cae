package threat

import (
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
)

// Raised is the payload of threat.raised: from here on somebody must own it.
type Raised struct {
	Threat     entry.ID  `json:"threat"`
	Categories []string  `json:"categories"` // life categories answered yes or cannot tell
	From       string    `json:"from"`       // "prompt" or "officer"
	Deadline   time.Time `json:"deadline"`   // by when a supervisor must own it
}

// Assessed is the payload of threat.assessed; content role RoleAssessment
// holds an Assessment.
type Assessed struct {
	Threat     entry.ID     `json:"threat"`
	Version    int          `json:"version"`
	Real       intel.Answer `json:"real"`
	Immediate  intel.Answer `json:"immediate"`
	Identified intel.Answer `json:"identified"`
	Reasonable intel.Answer `json:"reasonable"` // are there reasonable steps within our powers
	Level      string       `json:"level"`      // "high", "medium", "low"
	Options    []string     `json:"options"`    // codes of Options()
	Owner      entry.Person `json:"owner"`      // proposed owner; accepted by threat.accepted
	ReviewBy   time.Time    `json:"review_by"`
}

// RoleAssessment is the content role of an Assessment.
const RoleAssessment = "assessment"

// Assessment is the free text of a threat-to-life assessment, with the
// National Decision Model's six elements for the rationale.
type Assessment struct {
	Nature         string `json:"nature"`
	AtRisk         string `json:"at_risk"`
	Dependants     string `json:"dependants"`
	Suspect        string `json:"suspect"`
	Capability     string `json:"capability"` // intent, capability, opportunity, history
	Imminence      string `json:"imminence"`  // when, where, trigger
	KnownBy        string `json:"known_by"`   // how many know this; compromise risk
	Corroboration  string `json:"corroboration"`
	IfWarned       string `json:"if_warned"`
	IfNotWarned    string `json:"if_not_warned"`
	AgreedWords    string `json:"agreed_words"` // originator's permission and words
	Ethics         string `json:"ethics"`       // Code of Ethics
	Gathered       string `json:"gathered"`     // information and intelligence
	Strategy       string `json:"strategy"`     // threat and risk, working strategy
	Powers         string `json:"powers"`       // powers and policy
	OptionsThought string `json:"options_thought"`
	Decision       string `json:"decision"` // action and review
}

// Accepted is the payload of threat.accepted, by a supervisor: the author owns it.
type Accepted struct {
	Threat   entry.ID  `json:"threat"`
	Version  int       `json:"version"` // of the assessment accepted
	ReviewBy time.Time `json:"review_by"`
}

// Acted is the payload of threat.acted; what was done is content.
type Acted struct {
	Threat entry.ID `json:"threat"`
	Option string   `json:"option"`
}

// Reviewed is the payload of threat.reviewed; the rationale is content.
type Reviewed struct {
	Threat   entry.ID  `json:"threat"`
	Level    string    `json:"level"`
	ReviewBy time.Time `json:"review_by"`
}

// Closed is the payload of threat.closed; the rationale is content.
type Closed struct {
	Threat entry.ID `json:"threat"`
}

// Checked is the payload of threat.checked: the check for one release text
// (domain rule H5). It answers for Draft and no other version.
type Checked struct {
	Draft      entry.ID     `json:"draft"`
	Real       intel.Answer `json:"real"`
	Immediate  intel.Answer `json:"immediate"`
	Identified intel.Answer `json:"identified"`
}

// RoleCheck is the content role of CheckWords.
const RoleCheck = "check"

// CheckWords is the free text of a check.
type CheckWords struct {
	IfReleased    string `json:"if_released"`
	IfNotReleased string `json:"if_not_released"`
}
