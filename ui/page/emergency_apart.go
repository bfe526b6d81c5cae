package page

import (
	"context"
	"errors"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/release"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Holder is an officer whose key lies on this workstation, for one vault.
type Holder struct {
	Vault entry.ID
	Officer
}

// Apart is an emergency release that is recorded while no vault can be opened.
// The passphrase is wiped after use.
type Apart struct {
	Vault      entry.ID
	Person     entry.Person
	Passphrase []byte
	About      string // the product, as the officer knows it; may be empty
	Words      release.EmergencyWords
}

// apartWords is what was typed and is not recorded yet. It stays in memory, so
// that a wrong passphrase costs no words.
type apartWords struct{ about, said, to, why, tried string }

// Apart is the emergency route on the locked screen: it needs no vault, only the
// officer's key on this workstation.
func (u *Unlock) Apart() {
	path := u.card.Path
	fetch(u.host, "holders", "list", func(context.Context) ([]Holder, error) { return u.doors.Holders(path) }, func(hs []Holder) {
		if len(hs) == 0 {
			u.host.Ask().Warn(words.T("novault.cannot"), words.T("novault.nokey"))
			return
		}
		u.askApart(hs)
	})
}

func (u *Unlock) askApart(hs []Holder) {
	var opts []part.Option
	chosen := ""
	for _, h := range hs {
		code := string(h.Vault) + "/" + string(h.Person)
		opts = append(opts, part.Option{Code: code, Text: h.Name})
		if chosen == "" || h.Person == u.person {
			chosen = code
		}
	}
	who := part.NewChoice(words.T("choose"), chosen, opts, nil)
	pass, about := part.NewSecret(""), part.NewField(words.T("novault.about.hint"))
	said, to, why, tried := part.NewArea(words.T("emergency.words.hint"), 3), part.NewField(words.T("emergency.to.hint")), part.NewArea("", 2), part.NewField(words.T("emergency.tried.hint"))
	typed := u.told
	about.SetText(typed.about)
	said.SetText(typed.said)
	to.SetText(typed.to)
	why.SetText(typed.why)
	tried.SetText(typed.tried)
	keep := func(string) { u.told = apartWords{about.Text, said.Text, to.Text, why.Text, tried.Text} }
	about.OnChanged, said.OnChanged, to.OnChanged, why.OnChanged, tried.OnChanged = keep, keep, keep, keep, keep
	body := part.Stack(6, part.Prose(words.T("novault.text"), style.Ink),
		part.Labelled(words.T("emergency.words"), said),
		part.Columns(part.Labelled(words.T("emergency.to"), to), part.Labelled(words.T("emergency.tried"), tried)),
		part.Labelled(words.T("emergency.why"), why), part.Labelled(words.T("novault.about"), about),
		part.Columns(part.Labelled(words.T("unlock.officer"), who), part.Labelled(words.T("unlock.passphrase"), pass)))
	ready := func() string {
		if no := filled(said, to, why)(); no != "" {
			return no
		}
		if pass.Text == "" {
			return words.T("novault.needpass")
		}
		return ""
	}
	f := emergencyForm(body, said, ready, func() {
		a := Apart{Passphrase: pass.Take(), About: about.Value()}
		for _, h := range hs {
			if string(h.Vault)+"/"+string(h.Person) == who.Code() {
				a.Vault, a.Person = h.Vault, h.Person
			}
		}
		a.Words = release.EmergencyWords{Words: said.Value(), Recipient: to.Value(), Why: why.Value(), Unreachable: tried.Value()}
		u.recordApart(a)
	})
	f.Title = words.T("novault.title")
	u.host.Ask().Ask(f)
}

// recordApart says loudly whether it is recorded, and what to do if it is not.
func (u *Unlock) recordApart(a Apart) {
	lane(u.host, "apart", "record", func(ctx context.Context, _ func(done, total int)) (error, error) {
		defer clear(a.Passphrase)
		return u.doors.RecordApart(ctx, a), nil
	}, func(err error) {
		if err == nil {
			u.told = apartWords{}
			u.host.Ask().Warn(words.T("novault.done"), words.T("novault.done.text"))
			return
		}
		m := present.Explain(err)
		text := m.Title + ". " + m.Text
		if !errors.Is(err, app.ErrPassphrase) {
			text += "\n\n" + words.T("novault.failed.text")
		}
		u.host.Ask().Warn(words.T("novault.failed"), text)
	})
}
