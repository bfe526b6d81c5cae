package threat

import (
	"slices"
	"strings"

	"corridor/app/intel"
)

// Problem is something missing in an assessment or a check: a stable code,
// plain words, and the id of the field on the form.
type Problem struct {
	Code  string
	Words string
	Field string
}

// answers lists what is wrong with the facts of an assessment.
func (a Assessed) answers() []Problem {
	var out []Problem
	add := func(bad bool, code, field, words string) {
		if bad {
			out = append(out, Problem{Code: code, Words: words, Field: field})
		}
	}
	add(a.Threat == "", "threat_missing", "threat", "The assessment names no threat.")
	add(!a.Real.Given(), "real_unanswered", "real", "Is the risk real? Answer yes, no or cannot tell.")
	add(!a.Immediate.Given(), "immediate_unanswered", "immediate", "Is it immediate, that is present and continuing? Answer yes, no or cannot tell.")
	add(!a.Identified.Given(), "identified_unanswered", "identified", "Can the person at risk be identified? Answer yes, no or cannot tell.")
	add(!a.Reasonable.Given(), "reasonable_unanswered", "reasonable", "Are there reasonable steps within our powers? Answer yes, no or cannot tell.")
	add(!knownLevel(a.Level), "level_missing", "level", "Choose a level: high, medium or low.")
	add(len(a.Options) == 0, "options_missing", "options", "Choose at least one option, even if it is no action.")
	for i, o := range a.Options {
		add(!knownOption(o) || slices.Contains(a.Options[:i], o), "option_unknown", "options", "An option is unknown or chosen twice.")
	}
	add(slices.Contains(a.Options, "no_action") && len(a.Options) > 1, "options_conflict", "options", "No action cannot be chosen beside other options.")
	add(a.ReviewBy.IsZero(), "review_missing", "review_by", "Set the time of the review.")
	return out
}

// Check lists everything that is missing in an assessment, facts and words, in
// the order of the form. An empty list means complete.
func (a Assessed) Check(w Assessment) []Problem {
	out := a.answers()
	need := func(text, field, words string) {
		if strings.TrimSpace(text) == "" {
			out = append(out, Problem{Code: field + "_missing", Words: words, Field: field})
		}
	}
	need(w.Nature, "nature", "Say what the threat is.")
	need(w.AtRisk, "at_risk", "Say who is at risk, or that they cannot be identified.")
	need(w.Dependants, "dependants", "Say whether a child or dependants are involved, or that it is not known.")
	need(w.Suspect, "suspect", "Say who the threat comes from, or that it is not known.")
	need(w.Capability, "capability", "Say what is known of intent, capability and opportunity.")
	need(w.Imminence, "imminence", "Say when, where and on what trigger, or that it is not known.")
	need(w.KnownBy, "known_by", "Say how many people know this: it decides what acting gives away.")
	need(w.IfWarned, "if_warned", "Say what follows if the person is warned.")
	need(w.IfNotWarned, "if_not_warned", "Say what follows if nobody is warned.")
	need(w.Decision, "decision", "Write the decision and how it will be reviewed.")
	if notices(a.Options) {
		need(w.AgreedWords, "agreed_words", "A notice could point at the source: write the words agreed with the originator.")
	}
	if slices.Contains(a.Options, "no_action") || a.Real == intel.No || a.Immediate == intel.No {
		need(w.OptionsThought, "options_thought", "Say what was considered and why it was set aside.")
	}
	return out
}

func notices(options []string) bool {
	return slices.Contains(options, "warning_notice") || slices.Contains(options, "disruption_notice")
}

// Check lists what is missing in the check of a release text (domain rule H5):
// three answers, and what follows from releasing and from not releasing.
func (c Checked) Check(w CheckWords) []Problem {
	var out []Problem
	add := func(bad bool, code, field, words string) {
		if bad {
			out = append(out, Problem{Code: code, Words: words, Field: field})
		}
	}
	add(c.Draft == "", "draft_missing", "draft", "The check names no draft.")
	add(!c.Real.Given(), "real_unanswered", "real", "Could a person die because of this? Is that risk real? Answer yes, no or cannot tell.")
	add(!c.Immediate.Given(), "immediate_unanswered", "immediate", "Is it immediate? Answer yes, no or cannot tell.")
	add(!c.Identified.Given(), "identified_unanswered", "identified", "Can the person at risk be identified? Answer yes, no or cannot tell.")
	add(strings.TrimSpace(w.IfReleased) == "", "if_released_missing", "if_released", "Say what could follow from releasing this text.")
	add(strings.TrimSpace(w.IfNotReleased) == "", "if_not_released_missing", "if_not_released", "Say what could follow from not releasing it.")
	return out
}
