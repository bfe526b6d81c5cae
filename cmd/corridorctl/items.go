package main

import (
	"encoding/json"
	"flag"
	"slices"
	"strconv"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/risk"
)

// item finds a product by its reference; @last is the one received last.
func (c *call) item(d *app.Desk) (entry.ID, error) {
	ref, err := c.arg(0, "the item's reference")
	if err != nil {
		return "", err
	}
	var last app.Head
	for _, h := range d.Inbox() {
		if strings.EqualFold(h.Ref, ref) {
			return h.Item, nil
		}
		if h.Received.After(last.Received) || last.Item == "" {
			last = h
		}
	}
	if ref == "@last" && last.Item != "" {
		return last.Item, nil
	}
	return "", app.ErrNoItem
}

// release finds a dissemination by its reference; @last is the latest.
func (c *call) release(d *app.Desk) (entry.ID, error) {
	ref, err := c.arg(0, "the release's reference")
	if err != nil {
		return "", err
	}
	for _, r := range d.Releases() {
		if strings.EqualFold(r.Ref, ref) || (ref == "@last" && !r.Emergency) {
			return r.Release, nil
		}
	}
	return "", app.ErrNoItem
}

// decode reads one JSON object from standard input.
func decode[T any](c *call) (T, error) {
	var v T
	d := json.NewDecoder(c.in)
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return v, errUse("standard input is not the JSON object that this command takes: " + fieldOf(err))
	}
	if d.More() {
		return v, errUse("there is something after the JSON object on standard input")
	}
	return v, nil
}

// fieldOf names an unknown field; every other decoding error can quote content.
func fieldOf(err error) string {
	if s := err.Error(); strings.HasPrefix(s, "json: unknown field") {
		return s
	}
	return "wrong shape"
}

type listLine struct {
	Ref      string    `json:"ref"`
	Stage    app.Stage `json:"stage"`
	Danger   int       `json:"danger"`
	Open     int       `json:"open_prompts"`
	Unowned  int       `json:"unowned_threats"`
	Grade    string    `json:"grade,omitempty"`
	Clock    string    `json:"clock,omitempty"`
	Deadline string    `json:"deadline,omitempty"`
	Why      string    `json:"why,omitempty"`
}

func lineOf(h app.Head) listLine {
	l := listLine{Ref: h.Ref, Stage: h.Stage, Danger: int(h.Danger), Open: h.OpenPrompts, Unowned: h.Unowned, Grade: h.Grade, Clock: h.Clock}
	if !h.Deadline.IsZero() {
		l.Deadline = h.Deadline.UTC().Format(time.RFC3339)
	}
	return l
}

func list(c *call, d *app.Desk, _ *flag.FlagSet) error {
	for _, h := range d.Inbox() {
		if err := c.out.Encode(lineOf(h)); err != nil {
			return err
		}
	}
	return nil
}

func openItem(c *call, d *app.Desk, _ *flag.FlagSet) error {
	id, err := c.item(d)
	if err != nil {
		return err
	}
	p, err := d.Open(c.ctx, id)
	if err != nil {
		return err
	}
	return c.out.Encode(p)
}

// opened opens the item first: every act on it is preceded by its view.
func (c *call) opened(d *app.Desk) (app.Product, error) {
	id, err := c.item(d)
	if err != nil {
		return app.Product{}, err
	}
	return d.Open(c.ctx, id)
}

func answer(c *call, d *app.Desk, f *flag.FlagSet) error {
	if len(c.args) != 3 {
		return errUse("give the item, the category and the answer")
	}
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	if c.args[1] == "@open" { // every open question that is not one of life
		for _, card := range p.Prompts {
			if card.Answer != intel.Unanswered || card.Life {
				continue
			}
			if err := d.Answer(c.ctx, p.Item, card.Category, intel.Answer(c.args[2]), get(f, "reason")); err != nil {
				return err
			}
		}
		return nil
	}
	return d.Answer(c.ctx, p.Item, risk.Category(c.args[1]), intel.Answer(c.args[2]), get(f, "reason"))
}

func answerRest(c *call, d *app.Desk, _ *flag.FlagSet) error {
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	return d.AnswerRest(c.ctx, p.Item)
}

func threatVerb(c *call, d *app.Desk, f *flag.FlagSet) error {
	verb, err := c.arg(1, "raise, assess, accept, act, review or close")
	if err != nil {
		return err
	}
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	if verb == "raise" {
		return d.RaiseThreat(c.ctx, p.Item, get(f, "reason"))
	}
	var t entry.ID
	for _, v := range p.Threats {
		if v.T.Open() && (t == "" || verb == "accept" && !v.T.Owned()) {
			t = v.T.ID
		}
	}
	if t == "" {
		return app.ErrNoItem
	}
	switch verb {
	case "assess":
		in, err := decode[app.ThreatInput](c)
		if err != nil {
			return err
		}
		return d.Assess(c.ctx, p.Item, t, in)
	case "accept":
		return d.AcceptThreat(c.ctx, p.Item, t)
	case "act":
		return d.ActOnThreat(c.ctx, p.Item, t, get(f, "option"), get(f, "reason"))
	case "review":
		return d.ReviewThreat(c.ctx, p.Item, t, get(f, "level"), get(f, "reason"))
	case "close":
		return d.CloseThreat(c.ctx, p.Item, t, get(f, "reason"))
	}
	return errUse("raise, assess, accept, act, review or close")
}

func gradeItem(c *call, d *app.Desk, _ *flag.FlagSet) error {
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	in, err := decode[app.GradeInput](c)
	if err != nil {
		return err
	}
	return d.Grade(c.ctx, p.Item, in)
}

func consultFlags(f *flag.FlagSet) {
	str("who: was asked", "words: agreed", "when: date")(f)
	f.Bool("no", false, "the originator did not agree")
}

func consult(c *call, d *app.Desk, f *flag.FlagSet) error {
	about, err := c.arg(1, "sanitisation, action or marking")
	if err != nil {
		return err
	}
	if !slices.Contains(intel.Consultations(), about) {
		return errUse("sanitisation, action or marking")
	}
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	when, err := day(get(f, "when"))
	if err != nil {
		return err
	}
	return d.Consult(c.ctx, p.Item, about, get(f, "no") != "true", get(f, "who"), get(f, "words"), when)
}

// scopeWord is what a term is denied to, as it is typed.
func scopeWord(scope string) string {
	if scope == intel.ScopeItem {
		return "product"
	}
	return scope
}

func deny(c *call, d *app.Desk, f *flag.FlagSet) error {
	term, err := c.arg(1, "the term")
	if err != nil {
		return err
	}
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	in := app.DenyInput{Item: p.Item, Scope: get(f, "for"), Kind: get(f, "kind"), Term: term}
	if in.Scope == "product" {
		in.Scope = intel.ScopeItem
	}
	if in.Kind == "" {
		in.Kind = "term"
	}
	if !slices.Contains(intel.Scopes(), in.Scope) {
		return errUse("--for product, source or compartment")
	}
	return d.DenyTo(c.ctx, in)
}

func draft(c *call, d *app.Desk, _ *flag.FlagSet) error {
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	t, err := decode[intel.DraftText](c)
	if err != nil {
		return err
	}
	if err := d.SaveDraft(c.ctx, p.Item, t, "save"); err != nil {
		return err
	}
	fs, err := d.CheckDraft(c.ctx, p.Item, t)
	if err != nil {
		return err
	}
	for _, f := range fs.List {
		if err := c.out.Encode(f); err != nil {
			return err
		}
	}
	if fs.Blocking > 0 {
		return errBlocks
	}
	return nil
}

func settle(c *call, d *app.Desk, f *flag.FlagSet) error {
	if len(c.args) != 3 {
		return errUse("give the item, the residue's key (or @all for every advisory one) and accepted, put_up or set_aside")
	}
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	if c.args[1] != "@all" {
		return d.Settle(c.ctx, p.Item, c.args[1], c.args[2], get(f, "reason"))
	}
	fs, err := d.CheckDraft(c.ctx, p.Item, p.Draft)
	if err != nil {
		return err
	}
	for _, v := range fs.List {
		if v.Settled == "" && v.Severity == "advise" {
			if err := d.Settle(c.ctx, p.Item, v.Key, c.args[2], get(f, "reason")); err != nil {
				return err
			}
		}
	}
	return nil
}

func threatCheck(c *call, d *app.Desk, _ *flag.FlagSet) error {
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	in, err := decode[app.CheckInput](c)
	if err != nil {
		return err
	}
	return d.CheckThreat(c.ctx, p.Item, in)
}

// submission is what submit reads: recipients by name.
type submission struct {
	Recipients  []string          `json:"recipients"`
	Basis       string            `json:"basis"`
	Tier        intel.Tier        `json:"tier"`
	Disposition string            `json:"disposition"`
	ReviewDate  string            `json:"review_date"`
	Words       release.CaseWords `json:"words"`
}

func submit(c *call, d *app.Desk, _ *flag.FlagSet) error {
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	in, err := decode[submission](c)
	if err != nil {
		return err
	}
	s := app.Submission{Basis: in.Basis, Tier: in.Tier, Disposition: in.Disposition, ReviewDate: in.ReviewDate, Words: in.Words}
	for _, n := range in.Recipients {
		id, err := recipientNamed(d, n)
		if err != nil {
			return err
		}
		s.Recipients = append(s.Recipients, id)
	}
	id, err := d.Submit(c.ctx, p.Item, s)
	if err != nil {
		return err
	}
	for _, r := range d.Releases() {
		if r.Release == id {
			return c.out.Encode(struct {
				Ref string `json:"ref"`
			}{r.Ref})
		}
	}
	return nil
}

func search(c *call, d *app.Desk, _ *flag.FlagSet) error {
	hits, err := d.Search(c.ctx, strings.Join(c.args, " "))
	if err != nil {
		return err
	}
	for _, h := range hits {
		l := lineOf(h.Head)
		l.Why = h.Why
		if err := c.out.Encode(l); err != nil {
			return err
		}
	}
	return nil
}

func acknowledge(c *call, d *app.Desk, _ *flag.FlagSet) error {
	id, err := c.release(d)
	if err != nil {
		return err
	}
	no, err := c.arg(1, "the copy's number")
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(no)
	if err != nil {
		return errUse("the copy's number is a number")
	}
	return d.Acknowledge(c.ctx, id, n)
}
