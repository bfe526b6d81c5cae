package sanitise

import "testing"

// Everyday drafts, as an officer would write them: the left column must be
// stopped, the right must pass.
func TestEverydayDrafts(t *testing.T) {
	for _, c := range []struct{ src, leak, clean string }{
		{"CHIS 4471: Darren Pike keeps the shotgun in his nan's loft at 9 Elm Close.", "An informant reports that Pike keeps a shotgun at 9 Elm Close.", "Pike may have access to a firearm."},
		{"Probe in the kitchen: \"he's bringing two boxes up Friday, tell no one\".", "He was recorded saying he is \"bringing two boxes up Friday\".", "The subject may receive a delivery before the weekend."},
		{"Telephone intercept 07700 900455: subject agrees to sell the Rolex to Gaz for £3,200.", "Calls monitored on 07700 900455 show he sold a Rolex to Gaz for £3,200.", "The subject is believed to sell stolen watches."},
		{"Cell site puts his handset at Dunmere docks at 0214 on 9 May.", "Phone records place him at Dunmere docks at 2.14am on 9 May.", "He may visit the docks at night."},
		{"Static OP saw subject hand a blue holdall to a female outside Kwik Snax at 1640.", "He was seen handing a blue holdall to a woman outside Kwik Snax at 4.40pm.", "The subject is thought to pass items to others near shops in the afternoon."},
		{"Download of his phone: notes list Ivo 200, Bex 150, Tuna 75.", "Notes on his phone list debts owed by Ivo, Bex and Tuna.", "The subject may be owed money by several people."},
		{"SAR from Calder Bank: Joan Fell paid in £9,900 cash on 3 June and again on 4 June.", "The bank reported that £9,900 was deposited on 3 June.", "Large cash deposits may merit review by a financial investigator."},
		{"His sister told us the gun is in the allotment shed.", "A family member says a gun is in an allotment shed.", "A firearm may be hidden outdoors. Searches should be thorough."},
		{"Only Marek and the source know where the boat is moored.", "The mooring is known only to two people.", "A boat may be used in the importation."},
		{"HMRC officer P. Lund, ref HM-2281: van on the 0915 ferry.", "HMRC (HM-2281) advise that a van was on the 0915 ferry.", "The group may use ferries. Border checks should be considered."},
		{"Tracker on the Golf, KX12 ABC: parked behind Tesco, Marsh Lane, 2210-2240.", "A tracking device shows KX12 ABC behind Tesco from 2210.", "The subject may use supermarket car parks to meet others."},
		{"Source says Lee is gonna do the jewellers on Saturday with a hammer.", "Lee is gonna do the jewellers on Saturday with a hammer.", "A robbery of commercial premises is possible in the coming days."},
		{"Handler note: source is a cleaner at the gym and saw the steroids in locker 14.", "A cleaner at the gym saw steroids in locker 14.", "Steroids may be kept at a gym in the town."},
		{"Prisoner told the officer that Wray has a phone in the kettle.", "A fellow inmate disclosed that Wray keeps a phone in a kettle.", "Wray may have access to a mobile phone in custody."},
		{"Email from redkite88@example.org: the rims go to Hull on Tuesday.", "Stolen wheels go to Hull on Tuesday, per redkite88.", "Stolen vehicle parts may be moved out of the area."},
	} {
		if r := Check(Input{Source: c.src, Draft: c.leak}); r.Blocking() == 0 {
			t.Errorf("not stopped: %q / %q", c.src, c.leak)
		}
		r := Check(Input{Source: c.src, Draft: c.clean})
		for _, f := range r.Findings {
			if f.Severity == Block {
				t.Errorf("stopped by %s/%s %q: %q / %q", f.Kind, f.Rule, f.Text, c.src, c.clean)
			}
		}
	}
}

// Drafts with words that have an innocent sense pass, whatever the source.
func TestInnocentWords(t *testing.T) {
	srcs := []string{"CHIS says he sells pills.", "Probe: \"bring the pills\".", "Telephone intercept: he sells pills.", "OP: he sells pills.", "Phone download: he sells pills.",
		"Cell site: he is at the docks.", "SAR: he sells pills.", "Prison officer: he sells pills."}
	for _, d := range []string{
		"The source of his income is unclear.", "He may be using open source software to hide payments.", "Officers should note the dog handler's advice before any search.",
		"The group may use a local estate agent.", "He is thought to follow a football team.", "A stomach bug may be going round the wing.",
		"The water tap at the unit may be broken.", "Food probe thermometers may be among the stolen goods.", "Beacon Hill residents may be asked to report noise.",
		"Fitness tracker watches may be counterfeit.", "He may have a tracker mortgage.", "Anyone with information should contact the desk on 01632 960050.",
		"The vehicle may be parked in a covered yard.", "Music downloads may be sold illegally.", "Baggage handlers may be at risk of being bribed.",
		"The subject is believed to be involved in the supply of class A drugs.", "Intelligence suggests that the group is active in the evenings.",
		"Local officers should consider patrols near the school.", "A safeguarding referral should be considered.", "This report must not be shared without the permission of the originator.",
		"The subject may be short of money.", "Wire transfers may be used to move funds.", "The operation of the car wash may merit a visit by licensing.",
		"He uses open source software.", "The group uses a local estate agent.", "Food probe thermometers are among the stolen goods.", "He has a tracker mortgage.",
		"Beacon Hill residents are affected by noise.", "Music downloads are sold illegally.", "The dog handler attends shows with stolen animals.",
		"He sells vinyl recordings at car boot sales.", "The river is the source of the flooding.", "A bug in the software is exploited to steal goods.",
		"The gang intercepts deliveries to steal parcels.", "He works as a baggage handler.", "The business is a front for selling stolen goods.",
		"He keeps covert compartments in vehicles.", "The premises have CCTV and a locked gate.", "He has surveillance cameras at his home.",
		"The subject owns several dogs.", "Stolen phones are sold at the shop.", "He has a contact at the docks.", "He has associates in the area whom he visits in the evening.",
		"Illegal breeding of puppies is taking place locally.", "He is wanted on recall to prison.", "The fitness tracker stall sells copies.",
		"He has an account with a betting company.", "She is in a relationship with the subject.", "The subject works with vulnerable people.",
		"Counterfeit goods may be on sale at the market.", "Churches should be advised of a risk of metal theft.", "Mobile phone shops may be targeted.",
	} {
		for _, s := range srcs {
			for _, f := range Check(Input{Source: s, Draft: d}).Findings {
				if f.Severity == Block {
					t.Errorf("stopped by %s/%s %q: %q / %q", f.Kind, f.Rule, f.Text, s, d)
				}
			}
		}
	}
}

// Ways of saying how, or from whom, a thing was learnt, each after a source of
// its kind: every one is stopped as technique or source reference.
func TestTellingPhrases(t *testing.T) {
	for _, c := range [][2]string{
		{"Telephone intercept: subject orders two boxes.", "He was listened to ordering goods."}, {"Telephone intercept: subject orders two boxes.", "In a recent phone call he ordered goods."},
		{"Telephone intercept: subject orders two boxes.", "He ordered goods by phone."}, {"Telephone intercept: subject orders two boxes.", "His line is being monitored."},
		{"Telephone intercept: subject orders two boxes.", "This information is from lawfully obtained communications."}, {"Telephone intercept: subject orders two boxes.", "He was overheard ordering goods."},
		{"Telephone intercept: subject orders two boxes.", "No telephone intercept was used."}, {"Telephone intercept: subject orders two boxes.", "Messages read by officers show orders."},
		{"Probe in car: subject says it's in the boot.", "He was heard in his car."}, {"Probe in car: subject says it's in the boot.", "A bug in his vehicle."}, {"Probe in car: subject says it's in the boot.", "He talked in the car about the boot."},
		{"Probe in car: subject says it's in the boot.", "Audio from the vehicle."}, {"Probe in car: subject says it's in the boot.", "A device in his car has picked this up."},
		{"Beacon on van: parked at farm.", "A GPS unit on the van shows visits."}, {"Beacon on van: parked at farm.", "The van's movements were tracked."}, {"Beacon on van: parked at farm.", "Electronic monitoring of the van."}, {"Beacon on van: parked at farm.", "The van was located by technical means."},
		{"OP: subject enters shop.", "Officers in position watched him go in."}, {"OP: subject enters shop.", "He was observed entering a shop."}, {"OP: subject enters shop.", "A surveillance team followed him."}, {"OP: subject enters shop.", "Covert cameras filmed him."}, {"OP: subject enters shop.", "He was under observation."}, {"OP: subject enters shop.", "Plain clothes officers saw him."},
		{"Cell site: docks.", "His phone was in the area of the docks."}, {"Cell site: docks.", "Phone mast evidence."}, {"Cell site: docks.", "Call data shows contact."}, {"Cell site: docks.", "Analysis of his billing."}, {"Cell site: docks.", "His handset connected near the docks."},
		{"Phone download: notes list.", "A phone examined by police."}, {"Phone download: notes list.", "Messages recovered from his device."}, {"Phone download: notes list.", "Digital forensics."}, {"Phone download: notes list.", "Images found on his laptop."},
		{"CHIS: he has a gun.", "A covert source reports a gun."}, {"CHIS: he has a gun.", "An undercover officer was shown a gun."}, {"CHIS: he has a gun.", "A test purchase was made."}, {"CHIS: he has a gun.", "Someone close to him says so."}, {"CHIS: he has a gun.", "A reliable contact advises."}, {"CHIS: he has a gun.", "It comes from a trusted individual."}, {"CHIS: he has a gun.", "An associate has disclosed this."}, {"CHIS: he has a gun.", "Police have been told that he has a weapon."}, {"CHIS: he has a gun.", "We have learned of a weapon."}, {"CHIS: he has a gun.", "According to a neighbour he has a weapon."},
		{"CHIS: he has a gun.", "A woman who knows him well has seen a weapon."}, {"CHIS: he has a gun.", "It is known only to his closest friends."}, {"CHIS: he has a gun.", "Someone present at the time saw it."}, {"CHIS: he has a gun.", "The informant was in the room."}, {"CHIS: he has a gun.", "His ex-partner states he has a weapon."}, {"CHIS: he has a gun.", "Graded B2 by the source unit."}, {"CHIS: he has a gun.", "An employee of the garage reports it."}, {"CHIS: he has a gun.", "She told officers about a weapon."},
		{"CHIS: he has a gun.", "A member of his family has come forward."}, {"CHIS: he has a gun.", "Later that day the source confirmed it."}, {"CHIS: he has a gun.", "The person reporting has first-hand knowledge."}, {"CHIS: he has a gun.", "Just three people were aware."}, {"CHIS: he has a gun.", "A tip-off was received."}, {"CHIS: he has a gun.", "An anonymous caller."}, {"CHIS: he has a gun.", "The source handling unit holds more."}, {"CHIS: he has a gun.", "One of his friends mentioned it."}, {"CHIS: he has a gun.", "A colleague of his says it is in the van."}, {"CHIS: he has a gun.", "It was not a member of his family who told us."},
		{"SAR: Joan paid in cash.", "A suspicious activity report was made."}, {"SAR: Joan paid in cash.", "Her bank raised concerns."}, {"SAR: Joan paid in cash.", "A financial institution disclosed deposits."},
		{"Europol: van on ferry.", "A foreign partner agency has passed this on."}, {"Europol: van on ferry.", "Dutch police say so."}, {"Europol: van on ferry.", "Information received from another force."},
	} {
		stopped := false
		for _, f := range Check(Input{Source: c[0], Draft: c[1]}).Findings {
			stopped = stopped || (f.Kind == Technique || f.Kind == SourceReference) && f.Severity == Block
		}
		if !stopped {
			t.Errorf("not stopped: %q / %q", c[0], c[1])
		}
	}
}

// Whoever must be warned is named: the name of somebody in danger only advises,
// and stops the draft elsewhere.
func TestNamesOfThoseInDanger(t *testing.T) {
	const src = "Telephone intercept: subject tells Karl that Ada Finch will be burnt out of her flat on Friday."
	for draft, stops := range map[string]bool{
		"Ada Finch should be warned that she may be in danger from fire.": false,
		"The subject has spoken to Ada Finch.":                            true,
	} {
		stopped := false
		for _, f := range Check(Input{Source: src, Draft: draft}).Findings {
			stopped = stopped || f.Rule == "third-party" && f.Severity == Block
		}
		if stopped != stops {
			t.Errorf("%q: the name stops it %v, want %v", draft, stopped, stops)
		}
	}
}
