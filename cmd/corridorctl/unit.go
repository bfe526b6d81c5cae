package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"os"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/cmd/internal/station"
)

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func person(s string) entry.Person { return entry.Person(strings.ToLower(strings.TrimSpace(s))) }

func get(f *flag.FlagSet, name string) string { return f.Lookup(name).Value.String() }

func (c *call) arg(i int, what string) (string, error) {
	if i >= len(c.args) {
		return "", errUse("missing: " + what)
	}
	return c.args[i], nil
}

// enter opens a compartment by its name, with a justification.
func enter(ctx context.Context, d *app.Desk, name, why string) error {
	for _, k := range d.Unit().Compartments {
		if strings.EqualFold(k.Label, name) {
			if k.Open {
				return nil
			}
			return d.Enter(ctx, k.ID, why)
		}
	}
	return app.ErrNoItem
}

// compartment finds an open compartment by its name; "" is the common one.
func compartment(d *app.Desk, name string) (entry.ID, error) {
	if name == "" {
		return "", nil
	}
	for _, k := range d.Unit().Compartments {
		if strings.EqualFold(k.Label, name) && k.Open {
			return k.ID, nil
		}
	}
	return "", app.ErrNoItem
}

func memberFlags(f *flag.FlagSet) {
	str("name: or desk name", "rank: PC, DC, PS, DS, PI, DI, DCI, SUPT, STAFF", "roles: handler,resilience,supervisor",
		"vetting: RV, MV, SC, DV", "vetting-until: date", "s57: date of the IPA s.57 briefing", "s57-until: date", "course: date of the Product Handler Course",
		"spoc-until: date", "new-passphrase-file: file whose first line is the new person's passphrase")(f)
}

func day(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return t, errUse("dates are written 2026-11-23")
	}
	return t.UTC(), nil
}

func member(f *flag.FlagSet, id string) (roster.Member, error) {
	m := roster.Member{Person: person(id), Rank: strings.ToUpper(get(f, "rank")), Accreditation: roster.Accreditation{Vetting: roster.Vetting(strings.ToUpper(get(f, "vetting")))}}
	for _, r := range strings.Split(get(f, "roles"), ",") {
		if r = strings.TrimSpace(r); r != "" {
			m.Roles = append(m.Roles, roster.Role(r))
		}
	}
	a := &m.Accreditation
	for name, into := range map[string]*time.Time{"vetting-until": &a.VettingUntil, "s57": &a.Briefed57, "s57-until": &a.Briefed57Til, "course": &a.HandlerCourse, "spoc-until": &a.SPoCUntil} {
		t, err := day(get(f, name))
		if err != nil {
			return m, err
		}
		*into = t
	}
	return m, nil
}

func initFlags(f *flag.FlagSet) {
	memberFlags(f)
	var common commonFlags
	common.register(f)
	str("unit: name of the unit", "ceiling: highest tier it may hold")(f)
}

func initUnit(c *call, _ *app.Desk, f *flag.FlagSet) error {
	if get(f, "vault") == "" || get(f, "as") == "" || get(f, "unit") == "" || get(f, "passphrase-file") == "" {
		return errUse("give --vault, --as, --unit and --passphrase-file")
	}
	st, err := station.New(get(f, "keys"))
	if err != nil {
		return err
	}
	pass, err := firstLine(get(f, "passphrase-file"))
	if err != nil {
		return err
	}
	defer clear(pass)
	m, err := member(f, get(f, "as"))
	if err != nil {
		return err
	}
	ceiling := strings.ToUpper(get(f, "ceiling"))
	if ceiling == "" {
		ceiling = "OFFICIAL-SENSITIVE"
	}
	d, err := st.Found(c.ctx, get(f, "vault"), station.Founding{Unit: get(f, "unit"), Ceiling: ceiling, Name: get(f, "name"), Member: m, Passphrase: pass})
	if err != nil {
		return err
	}
	u := d.Unit()
	err = c.out.Encode(struct {
		Unit        string `json:"unit"`
		Ceiling     string `json:"ceiling"`
		Provisional bool   `json:"provisional"`
		Head        string `json:"head"`
	}{u.Name, string(u.Ceiling), u.Provisional, u.HeadCode})
	if err != nil {
		return err
	}
	return d.Close()
}

func enrol(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.arg(0, "the person's id")
	if err != nil {
		return err
	}
	m, err := member(f, id)
	if err != nil {
		return err
	}
	pass, err := firstLine(get(f, "new-passphrase-file"))
	if err != nil {
		return err
	}
	defer clear(pass)
	st, err := station.New(c.common.keys)
	if err != nil {
		return err
	}
	if m.Keys, err = st.NewKeys(d, m.Person, pass); err != nil {
		return err
	}
	if err := d.Enrol(c.ctx, app.PersonInput{Name: get(f, "name"), Member: m}); err != nil {
		return err
	}
	for _, p := range d.Unit().People {
		if p.Person == m.Person {
			return c.out.Encode(struct {
				Person string `json:"person"`
				Status string `json:"status"`
				Code   string `json:"code"`
			}{string(p.Person), p.Status, p.Code})
		}
	}
	return app.ErrNoItem
}

func confirmPerson(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.arg(0, "the person's id")
	if err != nil {
		return err
	}
	return d.ConfirmPerson(c.ctx, person(id), get(f, "code"))
}

func accredit(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.arg(0, "the person's id")
	if err != nil {
		return err
	}
	m, err := member(f, id)
	if err != nil {
		return err
	}
	return d.Accredit(c.ctx, m.Person, m.Roles, m.Accreditation)
}

func compartmentFlags(f *flag.FlagSet) {
	str("members: person ids, separated by commas", "vetting: level needed")(f)
	f.Bool("s57", false, "needs a current IPA s.57 briefing (intercept)")
	f.Bool("course", false, "needs the Product Handler Course")
}

func newCompartment(c *call, d *app.Desk, f *flag.FlagSet) error {
	label, err := c.arg(0, "the name of the compartment")
	if err != nil {
		return err
	}
	in := app.CompartmentInput{Label: label, Intercept: get(f, "s57") == "true", Needs: roster.Needs{
		Vetting: roster.Vetting(get(f, "vetting")), Briefed57: get(f, "s57") == "true", Course: get(f, "course") == "true"}}
	for _, p := range strings.Split(get(f, "members"), ",") {
		if p = strings.TrimSpace(p); p != "" {
			in.Members = append(in.Members, person(p))
		}
	}
	_, err = d.NewCompartment(c.ctx, in)
	return err
}

func grantCompartment(c *call, d *app.Desk, _ *flag.FlagSet) error {
	if len(c.args) != 2 {
		return errUse("give the compartment and the person's id; open it first with --open LABEL --why TEXT")
	}
	id, err := compartment(d, c.args[0])
	if err != nil {
		return err
	}
	return d.GrantCompartment(c.ctx, id, person(c.args[1]))
}

// dropFromCompartment takes a member off a list; those who stay get a new key.
func dropFromCompartment(c *call, d *app.Desk, f *flag.FlagSet) error {
	if len(c.args) != 2 {
		return errUse("give the compartment and the person's id; open it first with --open LABEL --why TEXT")
	}
	id, err := compartment(d, c.args[0])
	if err != nil {
		return err
	}
	return d.Exclude(c.ctx, id, person(c.args[1]), get(f, "reason"))
}

func setPolicy(c *call, d *app.Desk, _ *flag.FlagSet) error {
	if len(c.args) != 2 {
		return errUse("give a key and a value")
	}
	return d.SetPolicy(c.ctx, c.args[0], c.args[1])
}

func showUnit(c *call, d *app.Desk, _ *flag.FlagSet) error { return c.out.Encode(d.Unit()) }

func addRecipient(c *call, d *app.Desk, f *flag.FlagSet) error {
	path, err := c.arg(0, "the certificate file")
	if err != nil {
		return err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return errUse("the certificate file could not be read")
	}
	id, err := d.RecordRecipient(c.ctx, app.RecipientInput{Name: get(f, "name"), Post: get(f, "post"), Organisation: get(f, "organisation"),
		Clearance: get(f, "clearance"), Certificate: b})
	if err != nil {
		return err
	}
	for _, r := range d.Recipients() {
		if r.Recipient == id {
			return c.out.Encode(r)
		}
	}
	return nil
}

// renewRecipient replaces a recipient's certificate; it is confirmed anew.
func renewRecipient(c *call, d *app.Desk, _ *flag.FlagSet) error {
	if len(c.args) != 2 {
		return errUse("give the recipient's name and the certificate file")
	}
	id, err := recipientNamed(d, c.args[0])
	if err != nil {
		return err
	}
	b, err := os.ReadFile(c.args[1])
	if err != nil {
		return errUse("the certificate file could not be read")
	}
	return d.RenewRecipient(c.ctx, id, b)
}

func confirmRecipient(c *call, d *app.Desk, f *flag.FlagSet) error {
	name, err := c.arg(0, "the recipient's name")
	if err != nil {
		return err
	}
	id, err := recipientNamed(d, name)
	if err != nil {
		return err
	}
	return d.ConfirmRecipient(c.ctx, id, get(f, "heard"), get(f, "how"))
}

func recipientNamed(d *app.Desk, name string) (entry.ID, error) {
	for _, r := range d.Recipients() {
		if strings.EqualFold(r.Name, name) || string(r.Recipient) == name {
			return r.Recipient, nil
		}
	}
	return "", app.ErrNoItem
}
