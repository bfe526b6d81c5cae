package release

import (
	"fmt"
	"time"

	"corridor/app/grade"
	"corridor/app/intel"
)

// fewRecipients is how many are unremarkable: beyond it the minimum necessary
// is asked about.
const fewRecipients = 3

// Warnings lists what does not stop a release but should be looked at before
// signing it (the domain's soft warnings, as far as the case shows them).
// It is silent about a case without a submission.
func Warnings(c Case) []Reason {
	var r reasons
	if !c.Submission.Present {
		return nil
	}
	for _, i := range c.Grade.Items {
		top := i.Source == grade.Reliable && i.Assessment == grade.Direct
		r.unless(!top, "warn_top_grade", FieldGrade, fmt.Sprintf("Item %d is graded 1A. Is that what is known, or what would justify action?", i.No))
		r.unless(i.Assessment != grade.False || c.Submission.Disposition == ForIntelligence, "warn_false", FieldGrade, fmt.Sprintf("Item %d is suspected to be false, and the report is released for %s.", i.No, c.Submission.Disposition))
	}
	r.unless(len(c.Recipients) <= fewRecipients, "warn_recipients", FieldRecipient, fmt.Sprintf("%d recipients. Is that the fewest who need it?", len(c.Recipients)))
	r.unless(!c.Submission.SourceTier.Valid() || !c.Submission.Tier.Above(c.Submission.SourceTier), "warn_marking_up", FieldRelease, "The marking is higher than the product's. Over-marking keeps it from those who need it.")
	for _, a := range []intel.Answer{c.Check.Real, c.Check.Immediate, c.Check.Identified} {
		r.unless(a != intel.CannotTell, "warn_cannot_tell", FieldCheck, "The life-at-risk check says “cannot tell”. It is not a no.")
	}
	left := c.Submission.Expires.Sub(c.Now)
	r.unless(left <= 0 || left > 24*time.Hour, "warn_expires", FieldRelease, "The time in which this can be used runs out within a day.")
	return r.all
}
