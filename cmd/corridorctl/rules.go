package main

import (
	"flag"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/risk"
)

type ruleLine struct {
	Rule       string          `json:"rule"`
	Categories []risk.Category `json:"categories"`
	Sentence   string          `json:"sentence"`
	Yes        int             `json:"yes"`
	No         int             `json:"no"`
	CannotTell int             `json:"cannot_tell"`
	Off        bool            `json:"off"`
	Proposed   string          `json:"proposed_off,omitempty"`
}

// listRules prints the rules with what officers answered to what each raised.
func listRules(c *call, d *app.Desk, _ *flag.FlagSet) error {
	v, err := d.Rules(c.ctx)
	if err != nil {
		return err
	}
	for _, r := range v.Rules {
		err := c.out.Encode(ruleLine{Rule: r.Rule, Categories: r.Categories, Sentence: r.Why, Yes: r.Yes, No: r.No, CannotTell: r.CannotTell, Off: r.Off, Proposed: string(r.Waiting)})
		if err != nil {
			return err
		}
	}
	return c.out.Encode(struct {
		Version  string `json:"version"`
		ToRescan int    `json:"to_rescan"`
	}{v.Version, v.ToRescan})
}

// listTerms prints the terms that the unit added, and the senses there are.
func listTerms(c *call, d *app.Desk, _ *flag.FlagSet) error {
	v, err := d.Rules(c.ctx)
	if err != nil {
		return err
	}
	for _, t := range v.Terms {
		err := c.out.Encode(struct {
			Term     string `json:"term"`
			Sense    string `json:"sense"`
			By       string `json:"by"`
			Unread   bool   `json:"unread,omitempty"`
			Proposed string `json:"proposed_off,omitempty"`
		}{t.Words, t.Sense.Name, t.By, t.Unread, string(t.Waiting)})
		if err != nil {
			return err
		}
	}
	for _, s := range v.Senses {
		err := c.out.Encode(struct {
			Sense string `json:"sense"`
			Means string `json:"means"`
		}{s.Name, s.Title})
		if err != nil {
			return err
		}
	}
	return nil
}

func changeFlags(f *flag.FlagSet) {
	str("sense: what a term means; `terms` lists them", "reason: of the change")(f)
	f.Bool("foresee", false, "show what it would change, on record, and change nothing")
}

// change makes a change of terms or rules, or shows what it would change.
func change(of func(words string, c *call, d *app.Desk, f *flag.FlagSet) (app.RuleChange, error)) func(*call, *app.Desk, *flag.FlagSet) error {
	return func(c *call, d *app.Desk, f *flag.FlagSet) error {
		words, err := c.arg(0, "the term or the rule")
		if err != nil {
			return err
		}
		ch, err := of(words, c, d, f)
		if err != nil {
			return err
		}
		if get(f, "foresee") != "true" {
			return d.Change(c.ctx, ch, get(f, "reason"))
		}
		v, err := d.Foresee(c.ctx, ch, nil)
		if err != nil {
			return err
		}
		return c.foreseen(v)
	}
}

func (c *call) foreseen(v app.Foreseen) error {
	for _, s := range v.Shifts {
		err := c.out.Encode(struct {
			Ref     string          `json:"ref"`
			Gains   []risk.Category `json:"gains,omitempty"`
			Loses   []risk.Category `json:"loses,omitempty"`
			Shelved []risk.Category `json:"set_aside,omitempty"`
		}{s.Ref, s.Raised, s.Dropped, s.SetAside})
		if err != nil {
			return err
		}
	}
	return c.out.Encode(struct {
		Read    int    `json:"read"`
		NotRead int    `json:"not_read"`
		Gaining int    `json:"gaining"`
		Losing  int    `json:"losing"`
		Before  string `json:"before"`
		After   string `json:"after"`
	}{v.Read, v.NotRead, v.Gaining(), v.Losing(), v.Before, v.After})
}

func addingTerm(words string, _ *call, _ *app.Desk, f *flag.FlagSet) (app.RuleChange, error) {
	return app.RuleChange{Add: risk.Term{Words: words, Sense: get(f, "sense")}}, nil
}

// droppingTerm finds a term by its words, and by its sense where it has several.
func droppingTerm(words string, c *call, d *app.Desk, f *flag.FlagSet) (app.RuleChange, error) {
	v, err := d.Rules(c.ctx)
	if err != nil {
		return app.RuleChange{}, err
	}
	for _, t := range v.Terms {
		if strings.EqualFold(t.Words, words) && (get(f, "sense") == "" || get(f, "sense") == t.Sense.Name) {
			return app.RuleChange{Drop: t.ID}, nil
		}
	}
	return app.RuleChange{}, app.ErrNoItem
}

func ruleOff(rule string, _ *call, _ *app.Desk, _ *flag.FlagSet) (app.RuleChange, error) {
	return app.RuleChange{Off: rule}, nil
}

func ruleOn(rule string, _ *call, _ *app.Desk, _ *flag.FlagSet) (app.RuleChange, error) {
	return app.RuleChange{On: rule}, nil
}

// rescan reads the vault again by the rules in force, and lists what is new.
func rescan(c *call, d *app.Desk, _ *flag.FlagSet) error {
	r, err := d.Rescan(c.ctx, nil)
	if err != nil {
		return err
	}
	if err := fresh(c, d, nil); err != nil {
		return err
	}
	return c.out.Encode(struct {
		Version string `json:"version"`
		Read    int    `json:"read"`
		NotRead int    `json:"not_read"`
		Found   int    `json:"found"`
		Left    int    `json:"left"`
	}{r.Version, r.Read, r.NotRead, r.Found, r.Left})
}

// fresh lists the products in which other rules found something that nobody has
// looked at since.
func fresh(c *call, d *app.Desk, _ *flag.FlagSet) error {
	for _, v := range d.Fresh() {
		err := c.out.Encode(struct {
			Ref string          `json:"ref"`
			New []risk.Category `json:"new"`
			At  time.Time       `json:"at"`
		}{v.Ref, v.Questions, v.At})
		if err != nil {
			return err
		}
	}
	return nil
}

// known lists the people, phones, vehicles and places of an item that others
// which are open hold too.
func known(c *call, d *app.Desk, _ *flag.FlagSet) error {
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	list, err := d.Known(c.ctx, p.Item)
	if err != nil {
		return err
	}
	for _, k := range list {
		refs := []string{}
		for _, h := range k.Items {
			refs = append(refs, h.Ref)
		}
		err := c.out.Encode(struct {
			Kind string   `json:"kind"`
			Text string   `json:"text"`
			Refs []string `json:"refs"`
			More int      `json:"more,omitempty"`
		}{k.Kind, k.Text, refs, k.More})
		if err != nil {
			return err
		}
	}
	return nil
}
