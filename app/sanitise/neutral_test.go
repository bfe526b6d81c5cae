package sanitise

import "testing"

// neutralSources are sources of every kind, with words that stock lines use.
func neutralSources() []string {
	return []string{
		"CHIS 4471, information: the third unit of the Mill Lane estate holds the pills. The police have not been there.",
		"Probe in the office at the desk of the unit: \"bring the report to the recipient\".",
		"Telephone intercept: he says the unit is held by a partner and the information is prepared.",
		"From the housing association: the unit on the estate is held by a man who has been prepared.",
		"SAR by the bank: the customer holds a unit and the source of the money is unknown.",
		"Prison officer, security report: he holds a phone by the desk.",
		"OP at the unit: subject seen by the police station.",
		"Phone download: notes show the unit, the review and the permission of the originator.",
	}
}

// Lines that every report carries say nothing of where a thing came from.
func TestNeutralLines(t *testing.T) {
	for _, d := range []string{
		"Prepared from information held by the police.",
		"Prepared from intelligence held by the force.",
		"Prepared by the unit from information that it holds.",
		"Prepared by this unit from information it holds.",
		"This report was prepared by the unit from information held by the police.",
		"This report has been prepared for the recipient.",
		"This report has been prepared for the recipient and must not be passed on.",
		"This report is based on information held by the police at the time of writing.",
		"This product was compiled from intelligence held by the unit.",
		"This document is a summary of intelligence held by the police.",
		"The unit holds the information on which this report is based.",
		"Information suggests that he may sell pills.",
		"Information suggests he sells pills.",
		"Intelligence indicates that he sells pills.",
		"Intelligence indicates he is active in the evenings.",
		"Intelligence suggests that he is involved in the supply of pills.",
		"Police information indicates that he is involved in the supply of pills.",
		"It is believed that he sells pills.",
		"Grade: B2P",
		"Grading: 2 B P.",
		"Source evaluation: 2. Intelligence assessment: B. Handling code: P.",
		"Source evaluation: 1 Reliable, 2 Untested, 3 Not reliable.",
		"Intelligence assessment: A Known directly, B Known indirectly but corroborated, C Known indirectly, D Not known, E Suspected to be false.",
		"Intelligence assessment: A Known directly to the source, B Known indirectly to the source but corroborated, C Known indirectly to the source, D Not known, E Suspected to be false.",
		"Handling code: P Lawful sharing permitted, C Lawful sharing permitted with conditions.",
		"OFFICIAL-SENSITIVE",
		"OFFICIAL-SENSITIVE: POLICE",
		"OFFICIAL SENSITIVE - for the recipient only.",
		"Marking: OFFICIAL-SENSITIVE. Review date: 12 March 2027.",
		"Review by 1 March 2027.",
		"To be reviewed on 1 March 2027.",
		"This report is to be reviewed by 1 March 2027.",
		"Date of review: 01/03/2027.",
		"This report must not be disseminated further without the permission of the originator.",
		"This report is for intelligence only and must not be used in evidence.",
		"The recipient must not disclose this report without reference to the unit.",
		"Any queries should be directed to the unit.",
		"The information in this report must be handled in accordance with its conditions.",
		"This report may be retained until its review date and must then be destroyed.",
	} {
		for _, s := range neutralSources() {
			for _, f := range Check(Input{Source: s, Draft: d}).Findings {
				if f.Severity == Block {
					t.Errorf("stopped by %s/%s %q: %q / %q", f.Kind, f.Rule, f.Text, s, d)
				}
			}
		}
	}
}

// The same words tell when anything is added to them.
func TestNearlyNeutralLines(t *testing.T) {
	const src = "CHIS 4471 told the handler that the pills are by the third unit of the Mill Lane estate. HMRC officer Lund agrees."
	for _, d := range []string{
		"Prepared from information held by HMRC.",
		"Prepared from information held by an informant.",
		"This report is based on information from CHIS 4471.",
		"This report was prepared from a telephone intercept.",
		"Prepared by the unit from information received from a person inside the group.",
		"The pills are by the third unit.",
		"Prepared by the third unit of the Mill Lane estate.",
		"Information from the handler suggests that he sells pills.",
		"This report was prepared for the handler of 4471.",
	} {
		if Check(Input{Source: src, Draft: d}).Blocking() == 0 {
			t.Errorf("not stopped: %q", d)
		}
	}
}
