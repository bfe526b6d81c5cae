package sanitise

import (
	"strings"
	"testing"
)

// idTable says of each type of identifier: the source's sentence, drafts that give
// the value away in one disguise or another, and drafts with a value that fails
// the type's rule, is another's, or only looks like one. Of the first each must be
// stopped; of the second none.
var idTable = []struct {
	name, src  string
	same, free []string
}{
	{"mobile", "He rings 07700 900121 nightly.", []string{"He uses 07700-900121.", "He uses +44 (0) 7700 900 121.", "He uses 0044 7700 900121.", "He uses 7700900121.", "He uses oh double seven double oh nine double oh one two one.",
		"He uses the number ending 121.", "The last three digits are 121.", "He uses the phone that ends in one two one.", "He uses 07\u200b700 9\u200b00121.", "He uses 0７７00 9００１２１.", "He uses O77OO 9OO121.", "He uses 07700.900.121.", "He uses tel:+447700900121.", "He uses 07xxx xxx121."},
		[]string{"He may use a phone.", "Report sightings on 07700 900984.", "The unit can be rung on 101."}},
	{"landline", "The shop's line is 020 7946 0123.", []string{"Ring (020) 79460123.", "Ring +44 20 7946 0123.", "Ring 0207 946 0123.", "Ring two oh seven nine four six oh one two three."}, []string{"Ring the desk on 020 7946 0999.", "The shop has a landline."}},
	{"foreign phone", "Contact on +34 600 123 456.", []string{"He uses 0034600123456.", "He uses +34600123456.", "He uses 34 600-12-34-56.", "He uses a Spanish number ending 456."}, []string{"He has contacts in Spain.", "He uses +34 611 987 000."}},
	{"IMEI", "Handset IMEI 490154203237518.", []string{"IMEI 49-015420-323751-8.", "The handset 4901 5420 3237 518.", "IMEI ending 7518.", "four nine zero one five four two zero three two three seven five one eight"}, []string{"He has several handsets.", "The reference is 351234000000000."}},
	{"IMSI", "IMSI 234150999999999.", []string{"IMSI 234 15 0999999999.", "His SIM is 234-150-999-999-999."}, []string{"He changes SIM often."}},
	{"ICCID", "SIM 8944110068256270054.", []string{"SIM 8944 1100 6825 6270 054.", "SIM card ending 0054."}, []string{"He has a spare SIM."}},
	{"MAC", "MAC 00:1B:44:11:3A:B7.", []string{"MAC 00-1b-44-11-3a-b7.", "MAC 001b.4411.3ab7.", "Device 001B44113AB7.", "A device ending 3A:B7."}, []string{"He owns a Mac.", "The device AA:CC:22:99:00:01 belongs to the town."}},
	{"registration", "Van KX72 PLM seen.", []string{"Van KX72PLM.", "Van kx 72 plm.", "Index K X 7 2 P L M.", "Kilo X-ray seven two Papa Lima Mike.", "The van's plate ends PLM.", "The plate starts KX72.", "Van KX72 PIM.", "K-X-7-2-P-L-M"}, []string{"A van may be used.", "Van LB19 ZZY is a hire vehicle."}},
	{"old registration", "A Capri, A123 BCD.", []string{"The Capri A123BCD.", "A 123 BCD is his."}, []string{"He may own a classic car."}},
	{"national insurance", "NINO CE 65 43 21 D.", []string{"CE654321D", "NI number CE-65-43-21-D.", "C E six five four three two one D."}, []string{"He may claim in two names.", "Form CA5403 is used."}},
	{"NHS number", "NHS no. 943 476 5919.", []string{"NHS 9434765919.", "943-476-5919", "nine four three four seven six five nine one nine"}, []string{"He is under a doctor."}},
	{"PNC", "PNC ID 03/123456P.", []string{"PNC 2003/0123456P.", "PNC 03/0123456P.", "PNC 03 123456 P."}, []string{"A check of PNC is advised."}},
	{"CRO", "CRO 123456/03X.", []string{"CRO no 123456-03X.", "CRO 123456 / 03 X."}, []string{"Records should be checked."}},
	{"prison number", "Prisoner A4417CK said so.", []string{"a4417ck", "A-4417-CK", "A 4417 CK"}, []string{"A prisoner may have a phone."}},
	{"passport", "Passport 925665416 held.", []string{"Passport 925 665 416.", "His passport ends 5416.", "nine two five six six five four one six"}, []string{"He has a British passport."}},
	{"driving licence", "Licence MORGA753116SM9IJ.", []string{"MORGA 753116 SM9IJ", "morga-753116-sm9ij"}, []string{"He has no licence."}},
	{"postcode", "Lives at M1 4BT.", []string{"m14bt", "M1-4BT", "M 1 4 B T"}, []string{"He lives in M1.", "He lives in the city centre."}},
	{"address", "Lives at 14 Acacia Road.", []string{"Lives at 14, Acacia Rd.", "Lives at fourteen Acacia Road.", "Lives at number 14.", "No. 14 Acacia Road is his."}, []string{"Lives in the Acacia Road area."}},
	{"flat", "Lives at Flat 2B, Tern House.", []string{"Lives at flat 2b.", "Seen at Flat 2 B."}, []string{"Lives in a block of flats."}},
	{"sort code and account", "Account 87654321 at 65-43-21.", []string{"654321 87654321", "65 43 21 / 8765 4321", "a/c ending 4321", "S/C 65.43.21"}, []string{"He has a bank account."}},
	{"IBAN", "IBAN GB82 WEST 1234 5698 7654 32.", []string{"GB82WEST12345698765432", "gb82-west-1234-5698-7654-32", "account ending 5432"}, []string{"He has a foreign account."}},
	{"card", "Card 4111 1111 1111 1111 used.", []string{"4111111111111111", "4111-1111-1111-1111", "card ending 1111"}, []string{"He uses stolen cards."}},
	{"e-mail", "Writes from quietlamp@example.net.", []string{"quietlamp [at] example [dot] net", "quietlamp(at)example.net", "quietlamp AT example DOT net", "quiet lamp at example dot net", "the mailbox quietlamp", "q u i e t l a m p @ example.net"}, []string{"He uses webmail.", "Write to desk@unit.example.org."}},
	{"address of a site", "Visits http://tern-yard.example.org/a.", []string{"hxxp://tern-yard[.]example[.]org", "tern-yard.example.org", "tern-yard dot example dot org", "https://tern-yard.example.org/b"}, []string{"He buys goods on line.", "See www.gov.uk."}},
	{"IP", "From 192.0.2.201 at night.", []string{"192[.]0[.]2[.]201", "192 . 0 . 2 . 201", "192-0-2-201", "one nine two dot zero dot two dot two zero one"}, []string{"He hides his address.", "The address 198.51.100.7 is the town's own."}},
	{"IP of six", "From 2001:db8:0:0:0:0:0:1a.", []string{"2001:db8::1a", "2001:0DB8::001A"}, []string{"The address fd00:77::ffff is another."}},
	{"handle", "Posts as @quiet_otter77.", []string{"He is quiet_otter77.", "He is quiet otter 77.", "He goes by QuietOtter77.", "handle: quietotter77"}, []string{"He posts under a false name."}},
	{"position", "Cache at 54.32710, -2.74561.", []string{"54.327, -2.746", "54.32 N 2.74 W", "54°19'37.6\"N 2°44'44.2\"W", "54°19.6'N"}, []string{"Cache in the hills."}},
	{"grid reference", "Cache at SK 123 456.", []string{"SK123456", "SK1245", "SK 12345 45678"}, []string{"Cache on the moor.", "SK 987 111 is the car park."}},
	{"three words", "Cache at ///filled.count.soap.", []string{"filled.count.soap", "filled count soap", "///filled . count . soap", "filled-count-soap"}, []string{"The soap may be counted and filled."}},
	{"date of birth", "Born 05/11/1988.", []string{"DOB 5 November 1988.", "born on the 5th of November 1988", "1988-11-05", "05.11.88", "dob 051188"}, []string{"He is an adult.", "He may be in his thirties."}},
	{"reference", "URN 43/2291/26.", []string{"URN 43-2291-26.", "ref 43 2291 26", "43.2291.26"}, []string{"A report has been sent."}},
	{"log", "Log 417 of 2 May.", []string{"log 417", "Log no. 417", "log four one seven"}, []string{"A log is kept."}},
	{"operation", "This is Op SALTGLASS.", []string{"Operation Saltglass", "OP. SALTGLASS", "Saltglass enquiries", "O P  Saltglass"}, []string{"The operation of the site is irregular."}},
	{"exhibit", "Exhibit JRT/4.", []string{"exhibit JRT4", "JRT-4"}, []string{"An item was kept."}},
	{"wallet", "Wallet bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh.", []string{"bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh", "wallet bc1qxy...0wlh", "bc1q xy2k gdyg jrsq tzq2 n0yr f249 3p83 kkfj hx0w lh"}, []string{"He holds virtual currency."}},
	{"VAT", "VAT 123 4567 82.", []string{"GB123456782", "VAT no. 123456782"}, []string{"He may not pay VAT."}},
	{"crime reference", "CRN 13AB/4567/26.", []string{"13AB456726", "13ab-4567-26", "crime 13AB/4567/26"}, []string{"A crime was recorded."}},
}

func TestEveryType(t *testing.T) {
	for _, c := range idTable {
		stopped := func(d string) (bool, []Finding) {
			r := Check(Input{Source: c.src, Draft: d})
			for _, f := range r.Findings {
				if f.Severity == Block && (f.Kind == Identifier || f.Kind == OverPrecision) {
					return true, r.Findings
				}
			}
			return false, r.Findings
		}
		for _, d := range c.same {
			if !strings.Contains(d, " ") {
				d = "He is tied to " + d + "."
			}
			if ok, fs := stopped(d); !ok {
				t.Errorf("%s: %q passes after %q %v", c.name, d, c.src, fs)
			}
		}
		for _, d := range c.free {
			for _, f := range Check(Input{Source: c.src, Draft: d}).Findings {
				if f.Severity == Block && (f.Kind == Identifier || f.Kind == OverPrecision && f.SourceStart >= 0) {
					t.Errorf("%s: %q is stopped after %q %v", c.name, d, c.src, f)
				}
			}
		}
	}
}
