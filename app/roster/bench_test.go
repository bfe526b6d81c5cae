package roster

import (
	"testing"

	"corridor/app/entry"
)

// BenchmarkPermit is the cost that every entry of a journal pays on unlock.
func BenchmarkPermit(b *testing.B) {
	u := &unit{t: &testing.T{}, State: New(nil), at: day0}
	u.must(ann.Person, entry.UnitFounded, common, founding(ann))
	u.must(ann.Person, entry.PersonEnrolled, common, u.enrolment(bob))
	e := u.entry(bob.Person, entry.ProductViewed, common, struct{}{})
	for b.Loop() {
		if err := u.Permit(e); err != nil {
			b.Fatal(err)
		}
	}
}
