package present

import (
	"time"

	"corridor/app"
	"corridor/ui/words"
)

// GoneView is what is left of a product whose content was destroyed.
type GoneView struct {
	Title, Text string
	Backups     []string // that still hold it
	Log         []string // latest first
}

// Gone says who destroyed the content of a product, and where it may still be.
func Gone(now time.Time, v app.Product) GoneView {
	g := GoneView{Title: words.T("gone.title")}
	d := v.Destroyed
	if d == nil {
		return g
	}
	g.Text = words.T("gone.text", words.Count("gone.pieces", d.Pieces), d.By, When(now, d.At))
	for _, b := range d.Backups {
		g.Backups = append(g.Backups, words.T("gone.backup", When(now, b.At), b.Head))
	}
	for i := len(v.Log) - 1; i >= 0; i-- {
		g.Log = append(g.Log, LogRow(now, v.Log[i]))
	}
	return g
}
