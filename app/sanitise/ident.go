package sanitise

import "strings"

// identify names the kind of identifier a bare run of digits and lower-case
// letters is, or "" when none fits. Where a check digit exists it must hold.
func identify(s string) string {
	d := allDigits(s)
	switch {
	case nino(s):
		return "national-insurance-number"
	case iban(s):
		return "iban"
	case d && card(s):
		return "card"
	case d && imei(s):
		return "imei"
	case d && iccid(s):
		return "iccid"
	case d && len(s) == 15 && (s[:3] == "234" || s[:3] == "235"):
		return "imsi"
	case d && phone(s):
		return "phone"
	case d && nhs(s):
		return "nhs-number"
	case prison(s):
		return "prison-number"
	case pnc(s):
		return "pnc-id"
	case cro(s):
		return "cro-number"
	case licence(s):
		return "driving-licence"
	case vrm(s):
		return "vehicle-registration"
	case postcode(s):
		return "postcode"
	case mac(s):
		return "mac-address"
	case d && len(s) == 8:
		return "account-number"
	case d && len(s) == 6:
		return "sort-code"
	case d && len(s) == 14:
		return "sort-code-and-account"
	}
	return ""
}

func plain(name string) string { return strings.ReplaceAll(name, "-", " ") }

func standIn(name string) string {
	switch name {
	case "phone":
		return "a telephone number"
	case "vehicle-registration":
		return "a vehicle"
	case "account-number", "sort-code", "iban", "card", "sort-code-and-account":
		return "a bank account"
	case "postcode":
		return "the local area"
	}
	return ""
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !digit(s[i]) {
			return false
		}
	}
	return len(s) > 0
}

func lower(c byte) bool { return c >= 'a' && c <= 'z' }

// fits matches a shape: 9 a digit, a a letter, anything else itself.
func fits(s, shape string) bool {
	if len(s) != len(shape) {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch shape[i] {
		case '9':
			if !digit(s[i]) {
				return false
			}
		case 'a':
			if !lower(s[i]) {
				return false
			}
		default:
			if s[i] != shape[i] {
				return false
			}
		}
	}
	return true
}

func luhn(s string) bool {
	sum, dbl := 0, false
	for i := len(s) - 1; i >= 0; i-- {
		n := int(s[i] - '0')
		if dbl {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
		dbl = !dbl
	}
	return sum%10 == 0
}

func repeated(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] != s[0] {
			return false
		}
	}
	return true
}

// phone reads a British number in its national form, or a foreign one of 11 to
// 15 digits after 00.
func phone(s string) bool {
	if strings.HasPrefix(s, "00") {
		return len(s) >= 11 && len(s) <= 17 && s[2] != '0'
	}
	if len(s) != 11 && len(s) != 10 || s[0] != '0' {
		return false
	}
	switch s[1] {
	case '1', '3', '8', '9', '5':
		return true
	case '2':
		return len(s) == 11
	case '7':
		return len(s) == 11
	}
	return false
}

func imei(s string) bool {
	return len(s) == 15 && luhn(s) && !repeated(s) && s[:3] != "234" && s[:3] != "235"
}

func iccid(s string) bool {
	return len(s) >= 18 && len(s) <= 20 && s[:2] == "89" && (len(s) == 18 || luhn(s))
}

func nino(s string) bool {
	if !fits(s, "aa999999") && !(fits(s, "aa999999a") && s[8] <= 'd') {
		return false
	}
	if strings.IndexByte("dfiquv", s[0]) >= 0 || strings.IndexByte("dfiquvo", s[1]) >= 0 {
		return false
	}
	switch s[:2] {
	case "bg", "gb", "kn", "nk", "nt", "tn", "zz":
		return false
	}
	return true
}

func nhs(s string) bool {
	if len(s) != 10 || repeated(s) {
		return false
	}
	sum := 0
	for i := 0; i < 9; i++ {
		sum += int(s[i]-'0') * (10 - i)
	}
	c := 11 - sum%11
	if c == 11 {
		c = 0
	}
	return c != 10 && c == int(s[9]-'0')
}

func card(s string) bool {
	n := len(s)
	ok := false
	switch {
	case s[0] == '4':
		ok = n == 13 || n == 16 || n == 19
	case n >= 2 && s[0] == '5' && s[1] >= '1' && s[1] <= '5', s[0] == '2' && n == 16:
		ok = n == 16
	case n >= 2 && (s[:2] == "34" || s[:2] == "37"):
		ok = n == 15
	case s[0] == '6':
		ok = n >= 16 && n <= 19
	}
	return ok && luhn(s) && !repeated(s)
}

func iban(s string) bool {
	if len(s) < 15 || len(s) > 34 || !lower(s[0]) || !lower(s[1]) || !digit(s[2]) || !digit(s[3]) {
		return false
	}
	r := 0
	for i := 0; i < len(s); i++ {
		c := s[(i+4)%len(s)]
		switch {
		case digit(c):
			r = (r*10 + int(c-'0')) % 97
		case lower(c):
			r = (r*100 + int(c-'a') + 10) % 97
		default:
			return false
		}
	}
	return r == 1
}

func prison(s string) bool { return fits(s, "a9999aa") }

const pncLetters = "ZABCDEFGHJKLMNPQRTUVWXY"

// pnc reads a PNC ID: two or four digits of year, up to seven of serial, and a
// check letter.
func pnc(s string) bool {
	n := len(s)
	if n < 4 || !lower(s[n-1]) || !allDigits(s[:n-1]) {
		return false
	}
	for _, y := range [...]int{4, 2} {
		serial := n - 1 - y
		if serial < 1 || serial > 7 || y == 4 && s[:2] != "19" && s[:2] != "20" {
			continue
		}
		v := 0
		for _, c := range s[y-2:y] + strings.Repeat("0", 7-serial) + s[y:n-1] {
			v = v*10 + int(c-'0')
		}
		if pncLetters[v%23] == s[n-1]-32 {
			return true
		}
	}
	return false
}

// cro reads serial digits, two of year and a check letter.
func cro(s string) bool {
	s = strings.TrimPrefix(s, "sf")
	n := len(s)
	return n >= 5 && n <= 9 && lower(s[n-1]) && allDigits(s[:n-1])
}

func licence(s string) bool {
	if len(s) != 16 {
		return false
	}
	for i := 0; i < 5; i++ {
		if !lower(s[i]) && s[i] != '9' {
			return false
		}
	}
	if !allDigits(s[5:11]) {
		return false
	}
	m := int(s[6]-'0')*10 + int(s[7]-'0')
	d := int(s[8]-'0')*10 + int(s[9]-'0')
	return (m >= 1 && m <= 12 || m >= 51 && m <= 62) && d >= 1 && d <= 31
}

// vrm reads a current, prefix or suffix registration.
func vrm(s string) bool {
	switch {
	case fits(s, "aa99aaa"):
		a := int(s[2]-'0')*10 + int(s[3]-'0')
		return !strings.ContainsAny(s[:2], "iqz") && !strings.ContainsAny(s[4:], "iq") && (a >= 2 && a <= 49 || a >= 51)
	case len(s) >= 5 && len(s) <= 7 && lower(s[0]) && allDigits(s[1:len(s)-3]) && fits(s[len(s)-3:], "aaa"):
		return !strings.ContainsAny(s[:1], "iouz") && !strings.ContainsAny(s[len(s)-3:], "iqz")
	case len(s) >= 5 && len(s) <= 7 && fits(s[:3], "aaa") && lower(s[len(s)-1]) && allDigits(s[3:len(s)-1]):
		return !strings.ContainsAny(s[:3], "iqz")
	}
	return false
}

func postcode(s string) bool {
	if s == "gir0aa" {
		return true
	}
	n := len(s)
	if n < 5 || n > 7 || !fits(s[n-3:], "9aa") || strings.ContainsAny(s[n-2:], "cikmov") {
		return false
	}
	o := s[:n-3]
	return fits(o, "a9") || fits(o, "a99") || fits(o, "aa9") || fits(o, "aa99") || fits(o, "a9a") || fits(o, "aa9a")
}

func mac(s string) bool {
	if len(s) != 12 {
		return false
	}
	l := false
	for i := 0; i < 12; i++ {
		if !digit(s[i]) && (s[i] < 'a' || s[i] > 'f') {
			return false
		}
		l = l || lower(s[i])
	}
	return l
}
