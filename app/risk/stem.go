package risk

// stem strips the commonest endings, so that burns, burned and burning give one
// sign. It need not be a word.
func stem(w string) string {
	n := len(w)
	if n < 4 {
		return w
	}
	switch {
	case n > 5 && w[n-3:] == "ing":
		return trimStem(w[:n-3])
	case n > 4 && (w[n-3:] == "ies" || w[n-3:] == "ied"):
		return w[:n-3] + "y"
	case n > 4 && (w[n-2:] == "ed" || w[n-2:] == "es"):
		return trimStem(w[:n-2])
	case w[n-1] == 's' && w[n-2] != 's':
		return trimStem(w[:n-1])
	case n > 4 && w[n-1] == 'e':
		return w[:n-1]
	}
	return w
}

// trimStem undoes a doubled last letter and drops a last "e".
func trimStem(r string) string {
	m := len(r)
	if m >= 3 && r[m-1] == r[m-2] && r[m-1] != 's' && r[m-1] != 'l' {
		return r[:m-1]
	}
	if m >= 4 && r[m-1] == 'e' {
		return r[:m-1]
	}
	return r
}
