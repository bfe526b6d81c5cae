package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"corridor/app/entry"
	"corridor/app/phrase"
	"corridor/app/sanitise"
)

// PhraseView is a form of words of the unit's library: one that comes with the
// program, one that was agreed, or one that waits for a second officer.
type PhraseView struct {
	ID entry.ID // names it, for AgreePhrase and DropPhrase; "" for one of the program's
	sanitise.Phrase
	By      string // who proposed it
	At      time.Time
	Agreed  string // who agreed it; "" while it waits
	Waiting bool
	Mine    bool // proposed by whoever sits here, who cannot agree it
}

// Phrases gives the agreed forms of words of the unit, as they are offered while
// a draft is typed: those that were agreed, then those of the program whose short
// form none of them has taken.
func (d *Desk) Phrases(ctx context.Context) (sanitise.Phrases, error) {
	list, err := d.Library(ctx)
	var out sanitise.Phrases
	for _, p := range list {
		if !p.Waiting {
			out = append(out, p.Phrase)
		}
	}
	return out, err
}

// Library lists the unit's forms of words: what waits for a second officer, what
// was agreed, and what comes with the program. One whose content cannot be
// opened is left out.
func (d *Desk) Library(ctx context.Context) ([]PhraseView, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return nil, err
	}
	return d.library(ctx), nil
}

func (d *Desk) library(ctx context.Context) []PhraseView {
	var waiting, out []PhraseView
	taken := map[string]bool{}
	for _, p := range d.st.Phrases {
		words, err := d.exact(ctx, p.Entry, phrase.RolePhrase)
		if err != nil {
			continue
		}
		w, err := entry.Decode[sanitise.Phrase]([]byte(words))
		if err != nil {
			continue
		}
		v := PhraseView{ID: p.Entry.ID, Phrase: w, By: d.name(p.Entry.Author), At: p.Entry.Done, Mine: p.Entry.Author == d.Vault.Me()}
		if p.Agreed == nil {
			v.Waiting = true
			waiting = append(waiting, v)
			continue
		}
		v.Agreed = d.name(p.Agreed.Author)
		taken[strings.ToLower(w.Short)] = true
		out = append(out, v)
	}
	for _, w := range sanitise.StandardPhrases() {
		if !taken[strings.ToLower(w.Short)] {
			out = append(out, PhraseView{Phrase: w})
		}
	}
	return append(waiting, out...)
}

// ProposePhrase is the first half of adding a form of words to the unit's
// library: a supervisor other than the proposer agrees it. A short form that the
// unit has agreed already is refused, and so are words that a check would stop in
// any draft.
func (d *Desk) ProposePhrase(ctx context.Context, p sanitise.Phrase) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return err
	}
	list := []sanitise.Phrase{p}
	for _, have := range d.library(ctx) {
		if have.ID != "" && strings.EqualFold(have.Short, p.Short) {
			list = append(list, have.Phrase)
		}
	}
	if _, err := sanitise.NewPhrases(list); errors.Is(err, sanitise.ErrPhrase) {
		return refuse("phrases", "A phrase needs a short form of its own, of letters and digits, and words that a check would not stop.", "draft")
	} else if err != nil {
		return err
	}
	w, err := piece(phrase.RolePhrase, p)
	if err != nil {
		return err
	}
	return d.append(ctx, entry.Draft{Kind: entry.PhraseProposed, Pieces: []entry.Piece{w}, Facts: phrase.Proposed{}})
}

// AgreePhrase is the second half, by a supervisor who did not propose it.
func (d *Desk) AgreePhrase(ctx context.Context, id entry.ID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, ok := d.st.Phrases.Of(id)
	switch {
	case !ok || p.Agreed != nil:
		return ErrNoItem
	case p.Entry.Author == d.Vault.Me():
		return refuse("phrases", "You proposed it: another officer has to agree it.", "draft")
	}
	return d.append(ctx, entry.Draft{Kind: entry.PhraseAgreed, Facts: phrase.Agreed{Phrase: id}})
}

// DropPhrase takes a phrase off the library, or ends a proposal: a supervisor's
// act.
func (d *Desk) DropPhrase(ctx context.Context, id entry.ID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.st.Phrases.Of(id); !ok {
		return ErrNoItem
	}
	return d.append(ctx, entry.Draft{Kind: entry.PhraseDropped, Facts: phrase.Dropped{Phrase: id}})
}
