package page

import (
	"context"
	"encoding/json"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/present"
	"corridor/ui/words"
)

// kept is a form whose words outlive a lock, a crash and a look at another page:
// they are sealed as they are typed, until they are recorded.
type kept[T any] struct {
	host Host
	desk present.FormsDesk
	item func() entry.ID // what it is about now; "" for a form of the unit's
	form app.Form
}

// keptOf is a form of the product on a page.
func keptOf[T any](p *Product, f app.Form) kept[T] {
	return kept[T]{p.host, p.desk, func() entry.ID { return p.item }, f}
}

// keep seals the form as it stands.
func (k kept[T]) keep(v T) {
	item := k.item()
	b, err := json.Marshal(v)
	if err != nil {
		k.host.Fail(err)
		return
	}
	k.host.Keep(string(item)+"/"+string(k.form), func(ctx context.Context) error { return k.desk.KeepForm(ctx, item, k.form, b) })
}

// until is a verb after which the form is recorded and no longer kept.
func (k kept[T]) until(verb func(context.Context) error) func(context.Context) error {
	item := k.item()
	return func(ctx context.Context) error {
		if err := verb(ctx); err != nil {
			return err
		}
		k.host.Keep(string(item)+"/"+string(k.form), func(ctx context.Context) error { return k.desk.KeepForm(ctx, item, k.form, nil) })
		return nil
	}
}

// back gives put what was kept, if anything was.
func (k kept[T]) back(put func(T)) {
	item := k.item()
	fetch(k.host, "kept-"+string(k.form), "list", func(ctx context.Context) ([]byte, error) {
		k.host.Kept()
		return k.desk.KeptForm(ctx, item, k.form)
	}, func(b []byte) {
		var v T
		if len(b) == 0 || k.item() != item || json.Unmarshal(b, &v) != nil {
			return
		}
		put(v)
		k.host.Say(words.T("form.restored"))
	})
}
