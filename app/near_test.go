package app_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intel"
)

// phrases is an index that finds phrases as they stand.
type phrases struct{ text map[entry.ID]string }

func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return c < '0' || c > '9' && c < 'a' || c > 'z' }), " ")
}

func (x *phrases) Add(id entry.ID, fields map[string]string) error {
	x.text[id] = plain(fields["text"])
	return nil
}

func (x *phrases) Search(query string, limit int) ([]app.Hit, error) {
	var out []app.Hit
	for id, t := range x.text {
		if strings.Contains(t, plain(query)) {
			out = append(out, app.Hit{Item: id, Why: "words in text"})
		}
	}
	slices.SortFunc(out, func(a, b app.Hit) int { return strings.Compare(string(a.Item), string(b.Item)) })
	return out[:min(len(out), limit)], nil
}

// indexed gives the desk in use an index that finds phrases.
func (u *unit) indexed() *app.Desk {
	u.desk.Index = &phrases{map[entry.ID]string{}}
	return u.desk
}

// story is a text of n sentences, all different.
func story(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "Sentence %d tells of box %d and shelf %d in the long store. ", i, i*37%101, i*53%97)
	}
	return b.String()
}

func (u *unit) preview(text string) intake.Result {
	u.t.Helper()
	res, err := u.desk.Preview(u.t.Context(), "new.txt", []byte(text), "")
	must(u.t, err)
	return res
}

func TestNearTextIsOfferedWithItsDifference(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	d := u.indexed()
	held := u.receive(story(60))
	u.receive("Nothing of the kind stands here at all, in any of its words.")
	again := strings.Replace(story(60), "Sentence 30 ", "Sentence thirty ", 1)
	near, err := d.Near(t.Context(), "new.txt", u.preview(again))
	must(t, err)
	if len(near) != 1 || near[0].Item != held || near[0].How != app.NearText || near[0].Percent < 90 || near[0].Percent > 99 {
		t.Fatalf("near: %+v", near)
	}
	before := u.entries()
	lines, err := d.Difference(t.Context(), held, "new.txt", u.preview("same line\nother line"))
	must(t, err)
	if len(lines) != 3 || lines[0].Sign != '-' || lines[1].Sign != '+' {
		t.Errorf("difference: %+v", lines)
	}
	if u.entries() != before+1 {
		t.Error("the difference was shown without a view on record")
	}
	if near, _ := d.Near(t.Context(), "new.txt", u.preview("Other words of no kin to any that came before them here.")); len(near) != 0 {
		t.Errorf("unlike texts are near: %+v", near)
	}
}

func TestTheSameMessageByAnotherPath(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	d := u.indexed()
	mail := func(path string) app.Incoming {
		return app.Incoming{Name: "m.eml", Bytes: []byte("Received: " + path + "\r\nMessage-ID: <7@example.com>\r\nFrom: a@example.com\r\nSubject: s\r\n\r\nBring the green box to the yard.\r\n"),
			SourceType: intel.Partner, Tier: intel.OfficialSensitive, Receipt: intel.Receipt{Originator: "Partner"}}
	}
	first, err := d.Receive(t.Context(), mail("by one.example"))
	must(t, err)
	second, err := d.Receive(t.Context(), mail("by quite another.example with many more words over it than the body ever had of its own"))
	must(t, err)
	if second.Already != "" || len(second.Near) != 1 || second.Near[0].Item != first.Item || second.Near[0].How != app.NearMessage {
		t.Errorf("%+v", second)
	}
}

// What lies in a compartment that the officer cannot open is neither linked to
// nor offered, whether the bytes are the same or nearly so.
func TestNearKeepsWhatIsShut(t *testing.T) {
	u := newUnit(t)
	u.as("hale")
	u.indexed()
	c, _ := u.acorn("hale", "idris")
	u.receiveIn(c, story(50))
	u.as("malik")
	d := u.indexed()
	near, err := d.Near(t.Context(), "new.txt", u.preview(story(50)))
	must(t, err)
	took, err := d.Receive(t.Context(), app.Incoming{Name: "new.txt", Bytes: []byte(story(50)), SourceType: intel.Anonymous, Tier: intel.OfficialSensitive, Receipt: intel.Receipt{Originator: "Charity line"}})
	must(t, err)
	if len(near) != 0 || took.Already != "" || len(took.Near) != 0 {
		t.Errorf("revealed: %+v %+v", near, took)
	}
}

func (u *unit) entries() uint64 {
	n, _ := u.desk.Vault.Head()
	return n
}

func waiting(name, text string) app.Waiting {
	return app.Waiting{Name: name, Size: int64(len(text)), Open: func() ([]byte, error) { return []byte(text), nil }}
}

var form = app.Incoming{SourceType: intel.Partner, Tier: intel.OfficialSensitive, Receipt: intel.Receipt{Originator: "Partner"}}

func TestBatchIsNotStoppedByOneFileAndIsTakenUpAgain(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	list := []app.Waiting{waiting("a.txt", "quiet words"), {Name: "gone.txt", Open: func() ([]byte, error) { return nil, errors.New("gone") }},
		waiting("broken.docx", "PK\x03\x04 not an archive"), {Name: "huge.bin", Size: app.MaxOriginal + 1, Open: func() ([]byte, error) { panic("opened") }},
		waiting("life.txt", "He has a gun and he is on his way now to shoot her."), waiting("a copy.txt", "quiet words")}
	var heard []app.BatchProgress
	got, err := d.ReceiveAll(t.Context(), list, form, func(p app.BatchProgress) { heard = append(heard, p) })
	must(t, err)
	if got.Cancelled || got.Count(app.OutcomeTaken) != 3 || got.Count(app.OutcomeHeld) != 1 || got.Count(app.OutcomeLost) != 1 || got.Count(app.OutcomeRefused) != 1 || got.NotRead() != 1 {
		t.Fatalf("%+v", got)
	}
	if got.Files[0].Name != "life.txt" || !got.Files[0].Took.Life {
		t.Errorf("a life at risk does not come first: %+v", got.Files[0])
	}
	if len(heard) != len(list) || heard[2].Done != 3 || heard[2].Total != len(list) || heard[2].Left <= 0 || heard[len(list)-1].Left != 0 {
		t.Errorf("progress: %+v", heard)
	}
	before := u.entries()
	again, err := d.ReceiveAll(t.Context(), list, form, nil)
	must(t, err)
	if again.Count(app.OutcomeHeld) != 4 || again.Count(app.OutcomeTaken) != 0 || u.entries() != before {
		t.Errorf("again: %+v, %d entries more", again, u.entries()-before)
	}
}

func TestBatchEndsWhenItIsCancelled(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	ctx, stop := context.WithCancel(t.Context())
	var list []app.Waiting
	for i := range 20 {
		list = append(list, waiting(fmt.Sprint(i, ".txt"), fmt.Sprint("note ", i)))
	}
	got, err := d.ReceiveAll(ctx, list, form, func(p app.BatchProgress) {
		if p.Done == 3 {
			stop()
		}
	})
	must(t, err)
	if !got.Cancelled || got.Count(app.OutcomeTaken) != 3 || got.Count(app.OutcomeWaiting) != 17 {
		t.Fatalf("%+v", got)
	}
	rest, err := d.ReceiveAll(t.Context(), list, form, nil)
	must(t, err)
	if rest.Count(app.OutcomeHeld) != 3 || rest.Count(app.OutcomeTaken) != 17 {
		t.Errorf("taken up again: %d held, %d taken", rest.Count(app.OutcomeHeld), rest.Count(app.OutcomeTaken))
	}
}
