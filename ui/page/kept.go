package page

import (
	"context"
	"encoding/json"

	"corridor/app"
	"corridor/ui/words"
)

// kept is a form of a product whose words outlive a lock, a crash and a look
// at another page: they are sealed as they are typed, until they are recorded.
type kept[T any] struct {
	page *Product
	form app.Form
}

// keep seals the form as it stands.
func (k kept[T]) keep(v T) {
	item := k.page.item
	b, err := json.Marshal(v)
	if err != nil {
		k.page.host.Fail(err)
		return
	}
	k.page.host.Keep(string(item)+"/"+string(k.form), func(ctx context.Context) error { return k.page.desk.KeepForm(ctx, item, k.form, b) })
}

// until is a verb after which the form is recorded and no longer kept.
func (k kept[T]) until(verb func(context.Context) error) func(context.Context) error {
	item := k.page.item
	return func(ctx context.Context) error {
		if err := verb(ctx); err != nil {
			return err
		}
		k.page.host.Keep(string(item)+"/"+string(k.form), func(ctx context.Context) error { return k.page.desk.KeepForm(ctx, item, k.form, nil) })
		return nil
	}
}

// back gives put what was kept, if anything was.
func (k kept[T]) back(put func(T)) {
	item := k.page.item
	fetch(k.page.host, "kept-"+string(k.form), "list", func(ctx context.Context) ([]byte, error) {
		k.page.host.Kept()
		return k.page.desk.KeptForm(ctx, item, k.form)
	}, func(b []byte) {
		var v T
		if len(b) == 0 || k.page.item != item || json.Unmarshal(b, &v) != nil {
			return
		}
		put(v)
		k.page.host.Say(words.T("form.restored"))
	})
}
