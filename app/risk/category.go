package risk

// Category is one reason for prompting an officer.
type Category string

// The categories, in order of danger.
const (
	ThreatToLife    Category = "threat_to_life"
	SelfHarm        Category = "self_harm"
	Kidnap          Category = "kidnap"
	Explosives      Category = "explosives_terrorism"
	SeriousHarm     Category = "serious_harm"
	SexualHarm      Category = "sexual_harm"
	ChildAtRisk     Category = "child_at_risk"
	Firearms        Category = "firearms"
	OfficerSafety   Category = "officer_safety"
	Arson           Category = "arson"
	Corrosive       Category = "corrosive"
	DomesticAbuse   Category = "domestic_abuse"
	ModernSlavery   Category = "modern_slavery"
	VulnerableAdult Category = "vulnerable_adult"
	PrisonEscape    Category = "prison_escape"
	Corruption      Category = "corruption"
	Exculpatory     Category = "exculpatory"
	LegalPrivilege  Category = "legal_privilege"
	Journalistic    Category = "journalistic"
)

type categoryWords struct {
	category Category
	title    string
	question string
	fear     string // completes "reads as if"
}

func categoryTable() []categoryWords {
	return []categoryWords{
		{ThreatToLife, "Threat to life", "Could somebody be killed?", "somebody may be killed"},
		{SelfHarm, "Suicide or self-harm", "Could somebody take or harm their own life?", "somebody may take or harm their own life"},
		{Kidnap, "Kidnap or unlawful holding", "Is somebody taken, held or about to be?", "somebody may be taken or held"},
		{Explosives, "Explosives or terrorism", "Is an attack or a bomb being prepared?", "an attack or a bomb may be in preparation"},
		{SeriousHarm, "Serious harm", "Could somebody be gravely hurt?", "somebody may be gravely hurt"},
		{SexualHarm, "Sexual harm", "Is somebody being sexually abused, or about to be?", "somebody may be sexually abused"},
		{ChildAtRisk, "Child at risk", "Is a person under 18 being hurt, neglected or used?", "a child may be hurt, neglected or used"},
		{Firearms, "Firearms or ammunition", "Is there a gun, ammunition or a grenade where it should not be?", "there may be a gun or ammunition where it should not be"},
		{OfficerSafety, "Officer or staff safety", "Are police, prison or covert staff in danger or identified?", "police, prison or covert staff may be in danger or identified"},
		{Arson, "Arson", "Is somebody going to set a fire?", "a fire may be set"},
		{Corrosive, "Corrosive substance", "Is acid or the like carried, sold or threatened as a weapon?", "a corrosive may be meant as a weapon"},
		{DomesticAbuse, "Domestic abuse, stalking or honour-based abuse", "Is a partner, former partner or relative being abused or controlled?", "a partner or relative may be abused or controlled"},
		{ModernSlavery, "Modern slavery or exploitation", "Is somebody made to work, sell or give up their home?", "somebody may be made to work, sell or give up their home"},
		{VulnerableAdult, "Vulnerable adult", "Is an adult who cannot protect themselves being abused or left without help?", "an adult who cannot protect themselves may be abused or left without help"},
		{PrisonEscape, "Escape or danger in custody", "Is somebody planning to break custody, take hostages or get weapons in?", "custody may be broken or staff taken hostage"},
		{Corruption, "Corruption", "Is somebody in public office paid, pressed or leaking?", "somebody in public office may be paid, pressed or leaking"},
		{Exculpatory, "Points away from the accused", "Does this suggest that the wrong person is accused?", "the wrong person may be accused"},
		{LegalPrivilege, "Legal privilege", "Are exchanges between lawyer and client in here?", "exchanges between lawyer and client may be in here"},
		{Journalistic, "Journalistic material", "Is confidential journalistic material or a reporter's source in here?", "confidential journalistic material may be in here"},
	}
}

// Categories returns every category in order of danger, gravest first.
func Categories() []Category {
	table := categoryTable()
	out := make([]Category, len(table))
	for i, row := range table {
		out[i] = row.category
	}
	return out
}

// Title returns the heading that officers see.
func (c Category) Title() string {
	for _, row := range categoryTable() {
		if row.category == c {
			return row.title
		}
	}
	return string(c)
}

// Question returns the question that a prompt of this category asks.
func (c Category) Question() string {
	for _, row := range categoryTable() {
		if row.category == c {
			return row.question
		}
	}
	return ""
}

// fear completes the sentence "it reads as if ...".
func (c Category) fear() string {
	for _, row := range categoryTable() {
		if row.category == c {
			return row.fear
		}
	}
	return string(c)
}

// Life reports whether the category concerns the loss of life itself.
func (c Category) Life() bool { return c == ThreatToLife || c == SelfHarm }
