package sanitise

import "testing"

// An identifier of the source stops the draft however it is dressed; another of
// the same sort, or the same form with nothing behind it, is left to be read.
func TestIdentifiersInDisguise(t *testing.T) {
	for _, c := range []struct{ rule, src, leak, other string }{
		{"disguised-name", "Source says Katherine Bellows drove Ned CRAY.", "Ned CRAY was driven by K.B. to a house.", "Ned CRAY was driven by M.T. to a house."},
		{"disguised-name", "Ask for Mr Winterbourne at the Crown.", "He should ask for Mr W-----bourne.", "He should ask for Mr Q-----bourne."},
		{"disguised-name", "Sub saves the number as ENILORAC.", "The woman is Caroline.", "The woman is Margaret."},
		{"disguised-name", "Carlo BIRCH uses a lad nicknamed Sprout.", "Carlo BIRCH supplies drugs through Sprowt.", "Carlo BIRCH supplies drugs through others."},
		{"call-sign", "SUBJ met male (TANGO 2) at the services.", "He met Tango Two.", "He met Tango Three."},
		{"operation-name", "Op MAGPIE NEST wt 7. Subj to Kev.", "Race fraud (magpie nest) may be taking place.", "Race fraud (magpies) may be taking place."},
		{"glossary-code", "Glossary code XXTEOTXX, crypto machine.", "The report used code XXTEOTXX.", "The report used code XTEOTX."},
		{"network-address", "The site was used from 2001:db8:44::1f at night.", "The site was used from 2001:0db8:0044::001f.", "The site was used from 2001:0db8:0044::002f."},
		{"coordinates", "Cache at 54.5000, -3.2500, under heather.", "A cache lies at 54°30'N 3°15'W.", "A cache lies at 51°30'N 1°40'W."},
		{"vessel", "The trawler DAWN PROMISE landed small crab.", "DAWN PROMISE brought in crab.", "GREY GULL brought in crab."},
		{"document-date", "MRZ: 9256654166GBR8809117F3206302", "The passport ends on 30 June 2032.", "The passport ends on 29 June 2031."},
		{"part-number", "Lover's number 07700 900119.", "The number ends ...0119.", "The number ends ...0884."},
		{"reference", "Ref SA-26-00317. Referrer on the ward.", "The ward (SA 26 317) saw it.", "The ward (SA 27 518) saw it."},
	} {
		if !stoppedBy(Check(Input{Source: c.src, Draft: c.leak}), c.rule) {
			t.Errorf("%s: not stopped: %q", c.rule, c.leak)
		}
		if stoppedBy(Check(Input{Source: c.src, Draft: c.other}), c.rule) {
			t.Errorf("%s: stopped: %q", c.rule, c.other)
		}
	}
}

func stoppedBy(r Result, rule string) bool {
	for _, f := range r.Findings {
		if f.Kind == Identifier && f.Rule == rule && f.Severity == Block {
			return true
		}
	}
	return false
}
