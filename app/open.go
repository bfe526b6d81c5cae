package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/app/sanitise"
	"corridor/app/state"
	"corridor/app/threat"
)

// Open journals the view, durably, then shows the item.
func (d *Desk) Open(ctx context.Context, id entry.ID) (Product, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return Product{}, err
	}
	err = d.append(ctx, entry.Draft{Kind: entry.ProductViewed, Item: id, Facts: intel.Viewed{What: intel.ViewSource, Of: it.Entry.ID}})
	if err != nil {
		return Product{}, err
	}
	d.opened[id] = true
	go sanitise.Prepare() // while it is read
	return d.product(ctx, it)
}

// Again shows an item that this officer has open, without another entry: what
// a screen needs after each act. ErrUnopened when Open did not come before.
func (d *Desk) Again(ctx context.Context, id entry.ID) (Product, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.openedItem(id)
	if err != nil {
		return Product{}, err
	}
	return d.product(ctx, it)
}

// Original gives the bytes as they came; a view of its own.
func (d *Desk) Original(ctx context.Context, id entry.ID) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return nil, err
	}
	c, ok := it.Entry.Piece(intel.RoleOriginal)
	if !ok {
		return nil, ErrGone
	}
	err = d.append(ctx, entry.Draft{Kind: entry.ProductViewed, Item: id, Facts: intel.Viewed{What: intel.ViewSource, Of: it.Entry.ID}})
	if err != nil {
		return nil, err
	}
	return d.Vault.Content(ctx, c)
}

// product builds the view; content that was destroyed leaves its place empty
// and the facts whole.
func (d *Desk) product(ctx context.Context, it *state.Item) (Product, error) {
	p := Product{Head: d.head(it), ReceivedBy: d.name(it.Entry.Author), Intelligence: it.Received.Intelligence}
	for _, e := range it.Log {
		p.Log = append(p.Log, LogLine{Seq: e.Seq, At: e.Done, Who: d.name(e.Author), Kind: e.Kind, Ref: it.Received.Ref, Item: it.ID})
	}
	if p.Destroyed = d.destroyedView(ctx, it); p.Destroyed != nil {
		return p, nil
	}
	var err error
	if p.Reading, err = content[intel.Reading](ctx, d.Vault, it.Entry, intel.RoleReading); err != nil {
		return Product{}, err
	}
	if p.Receipt, err = content[intel.Receipt](ctx, d.Vault, it.Entry, intel.RoleReceipt); err != nil {
		return Product{}, err
	}
	p.Scan = readBy(d.engine(ctx), p.Reading.Text, it.Received, it.At)
	p.Prompts = d.promptCards(ctx, it, p.Scan)
	for _, t := range it.Threats {
		v := d.threatView(it, t)
		v.Words = d.assessmentWords(ctx, it, t)
		v.Log = d.threatLog(it, t)
		p.Threats = append(p.Threats, v)
	}
	d.addGrade(ctx, it, &p)
	d.addDraft(ctx, it, &p)
	for _, c := range it.Consults {
		who, said, _ := strings.Cut(d.text(ctx, c.Entry, intel.RoleWords), "\n")
		p.Consults = append(p.Consults, ConsultView{For: c.Facts.For, Granted: c.Facts.Granted, Who: who, Words: said, By: d.name(c.Entry.Author), At: c.Facts.When})
	}
	for _, r := range it.Releases {
		p.Releases = append(p.Releases, d.releaseView(ctx, it, r))
	}
	for _, sp := range it.Spoken {
		p.Releases = append(p.Releases, d.spokenView(it, sp))
	}
	p.Why = d.why(ctx, it)
	p.Steps = steps(p)
	return p, nil
}

// promptCards gives one card for each question, flagged ones first in order of
// danger, with the answer that stands.
func (d *Desk) promptCards(ctx context.Context, it *state.Item, scan risk.Result) []PromptCard {
	var flagged, rest []PromptCard
	for _, c := range risk.Categories() {
		card := PromptCard{Category: c, Title: c.Title(), Question: c.Question(), Life: c.Life()}
		for _, p := range scan.Prompts {
			if p.Category == c {
				card.Prompts, card.Flagged = append(card.Prompts, p), true
			}
		}
		for _, p := range scan.SetAside {
			if p.Category == c {
				card.Prompts = append(card.Prompts, p)
			}
		}
		if it.Flags(string(c)) && !card.Flagged {
			card.Flagged, card.Prompts = true, append(earlier(it, c), card.Prompts...)
		}
		_, answered := it.Answers[string(c)]
		card.Fresh = answered && !it.Answered(string(c))
		if a, ok := it.Answers[string(c)]; ok {
			card.Answer, card.By, card.At = a.Facts.Answer, d.name(a.Entry.Author), a.Entry.Done
			card.Reason = d.text(ctx, a.Entry, intel.RoleReason)
		}
		if card.Flagged {
			flagged = append(flagged, card)
		} else {
			rest = append(rest, card)
		}
	}
	return append(flagged, rest...)
}

// earlier are the prompts of a question that rules which are no longer in force
// raised: a change of the rules takes none away.
func earlier(it *state.Item, c risk.Category) []risk.Prompt {
	var out []risk.Prompt
	for _, f := range it.Scan.Prompts {
		if f.Category != string(c) || f.SetAside {
			continue
		}
		p := risk.Prompt{Category: c, Rule: f.Rule, Why: "Raised by rules that were in force before."}
		for _, s := range f.Spans {
			p.Spans = append(p.Spans, risk.Span{Start: s[0], End: s[1], Category: c, Rule: f.Rule})
		}
		out = append(out, p)
	}
	return out
}

func (d *Desk) addGrade(ctx context.Context, it *state.Item, p *Product) {
	g, ok := it.Grade()
	if !ok {
		return
	}
	p.Graded, p.Grade = true, g.Facts
	p.GradeWords, _ = content[grade.Words](ctx, d.Vault, g.Entry, grade.RoleGrading)
	for _, old := range it.Grades {
		p.GradeHistory = append(p.GradeHistory, Graded{Version: old.Facts.Version, Words: gradeWords(old.Facts), By: d.name(old.Entry.Author), At: old.Entry.Done})
	}
}

func (d *Desk) addDraft(ctx context.Context, it *state.Item, p *Product) {
	dr, ok := it.Draft()
	if !ok {
		return
	}
	p.DraftVersion, p.DraftEntry = dr.Facts.Version, dr.Entry.ID
	p.Draft, _ = content[intel.DraftText](ctx, d.Vault, dr.Entry, intel.RoleDraft)
	c, ok := it.Check()
	if !ok {
		return
	}
	v := CheckView{ForDraft: c.Facts.Draft, Stands: c.Facts.Draft == dr.Entry.ID, Real: c.Facts.Real, Immediate: c.Facts.Immediate,
		Identified: c.Facts.Identified, By: d.name(c.Entry.Author), At: c.Entry.Done}
	v.Words, _ = content[threat.CheckWords](ctx, d.Vault, c.Entry, threat.RoleCheck)
	p.Check = &v
}

func (d *Desk) assessmentWords(ctx context.Context, it *state.Item, t threat.Threat) threat.Assessment {
	for i := len(it.Assessments) - 1; i >= 0; i-- {
		if a := it.Assessments[i]; a.Facts.Threat == t.ID {
			w, _ := content[threat.Assessment](ctx, d.Vault, a.Entry, threat.RoleAssessment)
			return w
		}
	}
	return threat.Assessment{}
}

// threatLog is the history of one threat, oldest first.
func (d *Desk) threatLog(it *state.Item, t threat.Threat) []LogLine {
	var out []LogLine
	for _, e := range it.Log {
		if strings.HasPrefix(string(e.Kind), "threat.") && e.Kind != entry.ThreatChecked && strings.Contains(string(e.Facts), string(t.ID)) {
			out = append(out, LogLine{Seq: e.Seq, At: e.Done, Who: d.name(e.Author), Kind: e.Kind, Item: it.ID, Ref: it.Received.Ref})
		}
	}
	return out
}

// gradeWords is the grade of every item with the handling code: "1BP 2DP".
func gradeWords(g grade.Graded) string {
	var out []string
	for _, i := range g.Items {
		out = append(out, string(i.Source)+string(i.Assessment)+string(g.Handling))
	}
	return strings.Join(out, " ")
}

// steps says of each tab whether its work is done, open, or blocks a release.
func steps(p Product) []Step {
	out := []Step{{ID: "source", State: "done"}}
	add := func(id string, done bool, note string) {
		s := Step{ID: id, State: "open", Note: note}
		if done {
			s.State = "done"
		}
		for _, r := range p.Why {
			if r.Field == id && !done {
				s.State = "blocked"
			}
		}
		out = append(out, s)
	}
	note := ""
	if p.OpenPrompts > 0 {
		note = fmt.Sprintf("%d open", p.OpenPrompts)
	}
	add("prompts", p.OpenPrompts == 0, note)
	note, settled := "", true
	if slices.ContainsFunc(p.Prompts, func(c PromptCard) bool { return c.Life && c.Answer == "" }) {
		note, settled = "unanswered", false // unanswered is never "no"
	}
	for _, t := range p.Threats {
		if t.T.State != threat.StateClosed && !t.T.Owned() {
			note, settled = "no owner", false
		}
	}
	add("threat", settled, note)
	add("grade", p.Graded, p.Head.Grade)
	note = ""
	if p.DraftVersion > 0 {
		note = fmt.Sprintf("v%d", p.DraftVersion)
	}
	add("draft", p.DraftVersion > 0 && p.Check != nil && p.Check.Stands, note)
	add("release", p.Stage == StageReleased, string(p.Stage))
	return out
}
