package app

import (
	"context"
	"slices"
	"sort"
	"strings"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/roster"
	"corridor/app/setting"
)

// Me says who sits at the desk.
func (d *Desk) Me() Me {
	d.mu.Lock()
	defer d.mu.Unlock()
	m, _ := d.st.Roster.Person(d.Vault.Me())
	return Me{Person: d.Vault.Me(), Name: d.name(d.Vault.Me()), Rank: m.Rank, Roles: m.Roles}
}

// Certificate is the neutral certificate of whoever sits at the desk: what they
// sign releases with, and what a partner encrypts product to.
func (d *Desk) Certificate() ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m, ok := d.st.Roster.Person(d.Vault.Me())
	if !ok {
		return nil, ErrNoMember
	}
	return d.Vault.ReleaseCert(m.Member)
}

// Unit is the unit as this member may know it.
func (d *Desk) Unit() Unit {
	d.mu.Lock()
	defer d.mu.Unlock()
	seq, _ := d.Vault.Head()
	u := Unit{Name: d.unit, Ceiling: d.st.Roster.Ceiling(), Provisional: d.st.Roster.Provisional(), Compartments: d.compartments(),
		Recipients: d.recipients(), Settings: d.policy(), HeadCode: d.Vault.HeadCode(), Entries: seq}
	for _, p := range d.st.Roster.Persons() {
		u.People = append(u.People, d.personView(p))
	}
	return u
}

// policy is every force-policy number as it stands.
func (d *Desk) policy() []setting.Def {
	out := setting.Defaults()
	for i := range out {
		out[i].Value = d.st.Settings.Get(out[i].Key)
	}
	return out
}

func (d *Desk) personView(p roster.Person) PersonView {
	v := PersonView{Person: p.Person, Name: d.name(p.Person), Rank: p.Rank, Roles: p.Roles, Status: p.Status,
		Accreditation: p.Accreditation, Lapses: roster.Lapses(p.Accreditation, d.Now(), d.st.Settings.Duration(setting.AccreditationWarn))}
	for _, k := range p.Keys {
		if k.Purpose == roster.PurposeMember {
			v.Code = d.Vault.CodeOf(k.Fingerprint)
		}
	}
	for _, m := range d.st.Roster.Pending() {
		if m.Person == p.Person {
			v.Needs, v.NewCode = "a second member has to confirm the key's code", d.Vault.CodeOf(memberKey(m.Keys).Fingerprint)
		}
	}
	return v
}

// Enrol proposes a person whose keys exist already (their own passphrase made
// them) and gives them the keys of the common compartment.
func (d *Desk) Enrol(ctx context.Context, in PersonInput) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !filled(in.Name) || len(in.Member.Keys) == 0 || len(in.Member.Roles) == 0 {
		return refuse("person", "Give a name, a role and a key.", "unit")
	}
	facts, grants, err := d.Vault.Extend(d.Vault.Common(), in.Member)
	if err != nil {
		return err
	}
	return d.append(ctx, entry.Draft{Kind: entry.PersonEnrolled, Grants: grants, Pieces: words(roleName, in.Name),
		Facts: roster.Enrolled{Member: in.Member, Grants: facts}})
}

// ConfirmPerson is the second member's: they have compared the code of the new
// key with the person themselves.
func (d *Desk) ConfirmPerson(ctx context.Context, p entry.Person, code string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, k := range d.proposedKeys(p) {
		if k.Purpose != roster.PurposeMember {
			continue
		}
		if squash(code) != squash(d.Vault.CodeOf(k.Fingerprint)) {
			return refuse("code", "The code does not agree with the key that was enrolled. Do not confirm it: tell your supervisor.", "unit")
		}
		return d.append(ctx, entry.Draft{Kind: entry.PersonConfirmed, Facts: roster.Confirmed{Person: p, Fingerprint: k.Fingerprint}})
	}
	return ErrNoItem
}

// proposedKeys are the keys that wait for a second member, at enrolment or at
// a renewal.
func (d *Desk) proposedKeys(p entry.Person) []roster.Key {
	for _, m := range d.st.Roster.Pending() {
		if m.Person == p {
			return m.Keys
		}
	}
	if m, ok := d.st.Roster.Person(p); ok {
		return m.Keys
	}
	return nil
}

func squash(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(s))
}

// Accredit replaces a person's roles and accreditation.
func (d *Desk) Accredit(ctx context.Context, p entry.Person, roles []roster.Role, a roster.Accreditation) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.append(ctx, entry.Draft{Kind: entry.AccreditationSet, Facts: roster.Accredited{Person: p, Roles: roles, Accreditation: a}})
}

// SetPolicy changes a force-policy number.
func (d *Desk) SetPolicy(ctx context.Context, key, value string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.append(ctx, entry.Draft{Kind: entry.SettingChanged, Facts: setting.Changed{Key: key, Value: value}})
}

// NewCompartment makes a compartment of its own key for the members given.
// The maker is on its list. Nobody else learns that it exists.
func (d *Desk) NewCompartment(ctx context.Context, in CompartmentInput) (entry.ID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !filled(in.Label) {
		return "", refuse("label", "Give the compartment a name.", "unit")
	}
	readers := in.Members
	if !slices.Contains(readers, d.Vault.Me()) {
		readers = append(slices.Clip(readers), d.Vault.Me())
	}
	id := d.NewID()
	f, grants, err := d.newEpoch(id, 1, readers)
	if err != nil {
		return "", err
	}
	f.Needs = in.Needs
	w, err := piece(roleLabel, labelWords{Label: in.Label, Intercept: in.Intercept})
	if err != nil {
		return "", err
	}
	err = d.append(ctx, entry.Draft{Kind: entry.CompartmentEpoch, Compartment: id, Facts: f, Grants: grants, Pieces: []entry.Piece{w}})
	if err != nil {
		return "", err
	}
	l := d.labels[id]
	l.Entered = true
	d.labels[id] = l
	return id, nil
}

// GrantCompartment puts a member on the list of a compartment and gives them
// the keys of its epochs so far. They enter it by their own act.
func (d *Desk) GrantCompartment(ctx context.Context, id entry.ID, p entry.Person) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	m, ok := d.st.Roster.Person(p)
	if !ok || m.Status != roster.StatusMember {
		return refuse("member", "Only members of the unit can be on a list.", "unit")
	}
	if c, ok := d.st.Roster.Compartment(id); !ok || id == d.Vault.Common() {
		return ErrNoItem
	} else if c.Lists(p) && d.st.Roster.Granted(p, id) {
		return refuse("listed", "They are on the list already.", "unit")
	}
	g, err := d.grantDraft(id, m.Member)
	if err != nil {
		return err
	}
	return d.append(ctx, g)
}

// Enter opens a compartment by its own act: on its list, accredited today, with
// a justification (domain rule H1). Off the list, the answer is as if it did
// not exist (H2).
func (d *Desk) Enter(ctx context.Context, id entry.ID, justification string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	l, ok := d.labels[id]
	if !ok {
		return ErrNoItem
	}
	if l.Entered {
		return nil
	}
	if !filled(justification) {
		return refuse("justification", "Say why you need to open it now.", "unit")
	}
	if ok, err := d.Vault.Enter(ctx, id); err != nil || !ok {
		return ErrNoItem
	}
	l.Entered = true
	d.labels[id] = l
	err := d.reverify(ctx)
	if err == nil {
		err = d.st.Roster.MayEnter(d.Vault.Me(), id, d.Now())
	}
	if err == nil {
		err = d.append(ctx, entry.Draft{Kind: entry.CompartmentEntered, Compartment: id, Facts: roster.Entered{Compartment: id},
			Pieces: words(intel.RoleReason, justification)})
	}
	if err == nil {
		return nil
	}
	l.Entered = false
	d.labels[id] = l
	d.Vault.Leave(id)
	if again := d.reverify(ctx); again != nil {
		return again
	}
	return err
}

func (d *Desk) compartments() []CompartmentView {
	common, _ := d.st.Roster.Compartment(d.Vault.Common())
	out := []CompartmentView{{ID: d.Vault.Common(), Label: "Unit", Common: true, Open: true, Owed: common.Owed, Epoch: common.Epoch.Number, Members: d.peopleNames(common.Members)}}
	for id, l := range d.labels {
		if id == d.Vault.Common() {
			continue
		}
		v := CompartmentView{ID: id, Label: l.Name, Open: l.Entered, Epoch: l.Epoch.Number, Members: d.peopleNames(l.Epoch.Members),
			Needs: l.Epoch.Needs, Intercept: l.Intercept}
		if c, ok := d.st.Roster.Compartment(id); ok {
			v.Members, v.Epoch, v.Owed = d.peopleNames(c.Members), c.Epoch.Number, c.Owed
		}
		if m, ok := d.st.Roster.Person(d.Vault.Me()); ok {
			_, unmet := d.st.Roster.Current(m.Person, l.Epoch.Needs, d.Now())
			v.Lapsed = strings.Join(unmet, "; ")
		}
		out = append(out, v)
	}
	sort.Slice(out[1:], func(i, j int) bool { return out[i+1].Label < out[j+1].Label })
	return out
}

func (d *Desk) peopleNames(ps []entry.Person) []string {
	var out []string
	for _, p := range ps {
		out = append(out, d.name(p))
	}
	return out
}
