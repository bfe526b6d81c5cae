package sanitise

import "testing"

// For each type: a value that is one, one that fails its rule, and one that only
// looks like it.
func TestIdentify(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"07700900121", "phone"}, {"02079460123", "phone"}, {"01632960001", "phone"}, {"08081570123", "phone"}, {"00353123456789", "phone"},
		{"0770090012", ""}, {"04700900121", ""}, {"0000", ""},
		{"490154203237518", "imei"}, {"490154203237519", ""}, {"111111111111111", ""},
		{"234150999999999", "imsi"}, {"235150999999999", "imsi"}, {"236150999999999", ""},
		{"8944110068256270054", "iccid"}, {"8944110068256270055", ""}, {"7944110068256270054", ""},
		{"ce654321d", "national-insurance-number"}, {"ce654321", "national-insurance-number"}, {"bg654321d", ""}, {"ce654321e", ""}, {"do654321a", ""}, {"fc654321a", ""},
		{"9434765919", "nhs-number"}, {"9434765918", ""}, {"1111111111", ""},
		{"4111111111111111", "card"}, {"4111111111111112", ""}, {"378282246310005", "card"}, {"5555555555554444", "card"}, {"9111111111111111", ""},
		{"gb82west12345698765432", "iban"}, {"gb83west12345698765432", ""}, {"de89370400440532013000", "iban"},
		{"a1234bc", "prison-number"}, {"ab1234c", ""}, {"a12345c", ""},
		{"ab12cde", "vehicle-registration"}, {"ab50cde", ""}, {"ai12cde", ""}, {"ab12ciq", ""}, {"a123bcd", "vehicle-registration"}, {"bcd123a", "vehicle-registration"}, {"ab01cde", ""},
		{"m14bt", "postcode"}, {"sw1a1aa", "postcode"}, {"ec1a1bb", "postcode"}, {"gir0aa", "postcode"}, {"m14bc", ""},
		{"00005e0053af", "mac-address"}, {"00005e0053ag", ""},
		{"morga753116sm9ij", "driving-licence"}, {"morga793116sm9ij", ""}, {"morga7531 6sm9i", ""},
		{"12345678", "account-number"}, {"654321", "sort-code"},
	} {
		if got := identify(c.in); got != c.want {
			t.Errorf("identify(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestPNCAndCRO(t *testing.T) {
	// Exactly one check letter of the alphabet fits a given year and serial.
	for _, base := range []string{"070000001", "991234567", "20230012345"} {
		n := 0
		for l := byte('a'); l <= 'z'; l++ {
			if pnc(base + string(l)) {
				n++
			}
		}
		if n < 1 || n > 2 {
			t.Errorf("%s: %d check letters fit", base, n)
		}
	}
	if pnc("07000000o") || pnc("a7000001b") {
		t.Error("a PNC ID with a letter that is never used was taken")
	}
	if !cro("1234567x") || !cro("sf391234x") || cro("12x") || cro("abcdefgx") {
		t.Error("CRO number shape")
	}
}

// the same value in a disguise is found, and another value is not
func TestDisguises(t *testing.T) {
	for _, c := range []struct {
		name, src, dft string
		want           bool
	}{
		{"as it stands", "He rings 07700 900121.", "He uses 07700 900121.", true},
		{"respaced", "He rings 07700 900121.", "He uses 0770 090 0121.", true},
		{"dashed", "He rings 07700 900121.", "He uses 07700-900-121.", true},
		{"country code", "He rings 07700 900121.", "He uses +44 7700 900121.", true},
		{"country code and nought", "He rings 07700 900121.", "He uses +44 (0)7700 900121.", true},
		{"nought nought", "He rings 07700 900121.", "He uses 00447700900121.", true},
		{"national of international", "He rings +44 7700 900121.", "He uses 07700900121.", true},
		{"spelled", "He rings 07700 900121.", "He uses oh seven seven double oh, nine double oh, one two one.", true},
		{"zero width", "He rings 07700 900121.", "He uses 077\u200b00 9\u200d00121.", true},
		{"full width", "He rings 07700 900121.", "He uses ０７７００ ９００１２１.", true},
		{"letter O", "He rings 07700 900121.", "He uses O77OO 9OO121.", true},
		{"last three", "He rings 07700 900121.", "He uses a number ending 121.", true},
		{"masked", "He rings 07700 900121.", "He uses xxxxx xxx121.", true},
		{"another number of the exchange", "He rings 07700 900121.", "Call the desk on 07700 900984.", false},
		{"another ending", "He rings 07700 900121.", "A number ending 984.", false},
		{"plate", "Van AB12 CDE.", "The van is AB12CDE.", true},
		{"plate by the alphabet", "Van AB12 CDE.", "It is alpha bravo one two charlie delta echo.", true},
		{"part of a plate", "Van AB12 CDE.", "The plate begins AB12.", true},
		{"plate with a nought for O", "Van OV14 BOB.", "The van is 0V14 B0B.", true},
		{"another plate", "Van AB12 CDE.", "The van is AB63 XYZ.", false},
		{"insurance number", "NI number CE 65 43 21 D.", "His number is CE654321D.", true},
		{"sort code and account", "Account 87654321 at 65-43-21.", "Paid to 654321 87654321.", true},
		{"reference", "Ref INT-2291.", "See INT/2291.", true},
		{"reference number alone", "Ref INT-2291.", "See 2291.", true},
		{"year", "Log 2026.", "In 2026 he moved.", false},
		{"mail", "He writes to pinkpanda@example.net.", "He uses pinkpanda [at] example [dot] net.", true},
		{"mail name alone", "He writes to pinkpanda@example.net.", "He goes by pinkpanda.", true},
		{"address of a site", "Visited http://tern-yard.example.org/a.", "He visited hxxp://tern-yard[.]example[.]org.", true},
		{"internet address", "From 192.0.2.201.", "From 192[.]0[.]2[.]201.", true},
		{"another internet address", "From 192.0.2.201.", "From 198.51.100.7.", false},
		{"handle", "Posts as @quietotter77.", "Posts as quietotter 77.", true},
		{"three words", "Cache at ///filled.count.soap.", "Cache at filled count soap.", true},
		{"coordinates cut short", "At 54.32710, -2.74561.", "Near 54.32, -2.74.", true},
		{"operation", "Op LAVENDER ran.", "This is from Operation Lavender.", true},
		{"operation of a shop", "The car wash.", "The operation of the car wash is irregular.", false},
		{"card", "Card 4111 1111 1111 1111.", "Card 4111-1111-1111-1111.", true},
		{"equipment number", "IMEI 490154203237518.", "IMEI 49-015420-323751-8.", true},
		{"postcode", "Lives at M1 4BT.", "Lives at m14bt.", true},
		{"outward code", "Lives at M1 4BT.", "Lives in M1.", false},
		{"officer", "Nothing.", "Seen by PC Oake.", true},
		{"third party", "Kyle BODEN gets it from Jade.", "Kyle BODEN is supplied by Jade.", true},
		{"subject", "Kyle BODEN deals.", "Kyle BODEN may be dealing.", false},
		{"town", "He lives in Thornby.", "He may live in Thornby.", false},
	} {
		r := Check(Input{Source: c.src, Draft: c.dft})
		got := false
		for _, f := range r.Findings {
			got = got || f.Kind == Identifier && f.Severity == Block
		}
		if got != c.want {
			t.Errorf("%s: blocked %v, want %v: %q / %q %v", c.name, got, c.want, c.src, c.dft, r.Findings)
		}
	}
}
