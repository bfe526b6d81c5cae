package vault

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrWeak is returned for a passphrase below PassphraseEnough.
var ErrWeak = errors.New("vault: passphrase too easy to guess")

// PassphraseEnough is the lowest score that is accepted.
const PassphraseEnough = 3

const (
	shortest = 12 // characters
	long     = 20
)

// CheckPassphrase rates a passphrase from 0 (worst) to 4 and says in plain
// words what to do about it; words is "" when there is nothing to say. It
// knows length, repetition, runs and the commonest choices; it is no measure
// of secrecy.
func CheckPassphrase(p string) (score int, words string) {
	n := utf8.RuneCountInString(p)
	switch {
	case !utf8.ValidString(p):
		return 0, "Use letters that can be typed on any keyboard."
	case n == 0:
		return 0, "Type a passphrase."
	case n < shortest:
		return 1, "Too short. Use at least 12 characters; four or more words are easier to remember than symbols."
	case distinct(p) < 5:
		return 1, "Too few different characters."
	case runs(p):
		return 1, "Runs such as 12345 or qwerty are guessed first. Use unrelated words."
	case common(p):
		return 2, "This holds a passphrase that is guessed first. Use four unrelated words."
	case distinct(p)*3 < n:
		return 2, "It repeats itself. Use unrelated words."
	case n < long && wordsIn(p) < 3 && kinds(p) < 3:
		return 2, "Make it longer, or use four unrelated words."
	case n < long:
		return 3, ""
	}
	return 4, ""
}

func distinct(p string) int {
	seen := map[rune]bool{}
	for _, r := range strings.ToLower(p) {
		seen[r] = true
	}
	return len(seen)
}

func wordsIn(p string) int {
	return len(strings.FieldsFunc(p, func(r rune) bool { return !unicode.IsLetter(r) }))
}

// kinds counts lower, upper, digits and the rest.
func kinds(p string) int {
	var lower, upper, digit, other int
	for _, r := range p {
		switch {
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	return lower + upper + digit + other
}

// runs reports whether more than half of the passphrase is made of neighbours
// on a keyboard row or in the alphabet.
func runs(p string) bool {
	rows := []string{"abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890"}
	rs := []rune(strings.ToLower(p))
	var near int
	for i := 1; i < len(rs); i++ {
		for _, row := range rows {
			if neighbours(row, rs[i-1], rs[i]) {
				near++
				break
			}
		}
	}
	return near*2 > len(rs)
}

func neighbours(row string, a, b rune) bool {
	i, j := strings.IndexRune(row, a), strings.IndexRune(row, b)
	return i >= 0 && j >= 0 && (i-j == 1 || j-i == 1 || i == j)
}

// common knows the choices that guessing programs try first.
func common(p string) bool {
	flat := strings.Map(func(r rune) rune {
		switch r {
		case '0':
			return 'o'
		case '1', '!':
			return 'i'
		case '3':
			return 'e'
		case '4', '@':
			return 'a'
		case '5', '$':
			return 's'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, p)
	for _, w := range []string{
		"password", "passphrase", "letmein", "welcome", "iloveyou", "admin", "qwerty", "monkey", "dragon", "football",
		"liverpool", "arsenal", "chelsea", "sunshine", "princess", "superman", "batman", "trustno", "police", "constable",
		"corridor", "changeme", "correcthorsebatterystaple", "intelligence",
	} {
		if strings.Contains(flat, w) && len(flat)-len(w) < 10 {
			return true
		}
	}
	return false
}
