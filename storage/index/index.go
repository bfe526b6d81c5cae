package index

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/mattn/go-sqlite3"

	"corridor/app"
	"corridor/app/entry"
)

// ErrQuery is returned for a query that asks for nothing.
var ErrQuery = errors.New("index: nothing to search for")

// columns are the searchable columns in the order of the table, each with its
// weight in ranking. What arrives under another name is searched as body.
const createTable = `CREATE VIRTUAL TABLE doc USING fts5(ref, sender, subject, name, grade, state, body, ident,
  content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2")`

const weights = "10.0, 3.0, 4.0, 2.0, 1.0, 1.0, 1.0, 8.0"

// Index is a search over items. It is safe for several goroutines, which take
// turns.
type Index struct {
	mu      sync.Mutex
	db      *sql.DB
	file    *pages
	done    func() error // closes db and clears file
	waiting int          // items added since the database was last settled
	items   items
}

var _ app.Index = (*Index)(nil)

// New makes an empty index.
func New() (*Index, error) {
	x := &Index{}
	if err := x.begin(); err != nil {
		return nil, fmt.Errorf("index: new: %w", err)
	}
	return x, nil
}

// begin makes the index an empty one.
func (x *Index) begin() error {
	f := newPages(nil, 0)
	db, done, err := over(f)
	if err != nil {
		return err
	}
	for _, q := range []string{createTable, "INSERT INTO doc(doc, rank) VALUES('rank', 'bm25(" + weights + ")')"} {
		if _, err := db.Exec(q); err != nil {
			return errors.Join(err, done())
		}
	}
	x.db, x.file, x.done, x.waiting, x.items = db, f, done, 0, items{}
	return nil
}

// Close forgets everything.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.done(); err != nil {
		return fmt.Errorf("index: close: %w", err)
	}
	return nil
}

// together is how many items are added before the database is settled, unless
// somebody asks it sooner.
const together = 256

// settle ends what is under way in the database, so that it can be searched and
// copied.
func (x *Index) settle() error {
	if x.waiting == 0 {
		return nil
	}
	x.waiting = 0
	_, err := x.db.Exec("COMMIT")
	return err
}

// change runs a statement that changes the database.
func (x *Index) change(q string, args ...any) error {
	if x.waiting == 0 {
		if _, err := x.db.Exec("BEGIN"); err != nil {
			return err
		}
	}
	x.waiting++
	_, err := x.db.Exec(q, args...)
	if err != nil || x.waiting == together {
		err = errors.Join(err, x.settle())
	}
	return err
}

// failed turns an error of the database, whose own words quote what it was
// asked, into ours. What can no longer be read is given up: the index is then
// empty.
func (x *Index) failed(err error) error {
	var se sqlite3.Error
	broken := errors.As(err, &se) && (se.Code == sqlite3.ErrCorrupt || se.Code == sqlite3.ErrIoErr || se.Code == sqlite3.ErrNotADB)
	if !broken && !x.file.broken() {
		return errSearch
	}
	_ = x.done()
	if err := x.begin(); err != nil {
		return errSearch
	}
	return app.ErrImage
}

// Add gives an item its fields; given again, they replace what stood.
func (x *Index) Add(item entry.ID, fields map[string]string) error {
	var body, ids strings.Builder
	at := map[string]string{}
	for name, text := range fields {
		if name == "ident" { // the caller's own exact words
			ids.WriteString(text)
			ids.WriteByte(' ')
			continue
		}
		gatherIdentifiers(&ids, text)
		if c, ok := column(name); ok && c != "body" {
			at[c] = text
			continue
		}
		body.WriteString(text)
		body.WriteByte('\n')
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	err := x.change("INSERT OR REPLACE INTO doc(rowid,ref,sender,subject,name,grade,state,body,ident) VALUES(?,?,?,?,?,?,?,?,?)",
		x.items.add(item), at["ref"], at["sender"], at["subject"], at["name"], at["grade"], at["state"], body.String(), ids.String())
	if err != nil {
		return fmt.Errorf("index: add %s: %w", item, x.failed(err))
	}
	return nil
}

// Remove forgets an item.
func (x *Index) Remove(item entry.ID) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	row, ok := x.items.row(item)
	if !ok {
		return nil
	}
	if err := x.change("DELETE FROM doc WHERE rowid=?", row); err != nil {
		return fmt.Errorf("index: remove %s: %w", item, x.failed(err))
	}
	return nil
}

// Len is how many items were ever added.
func (x *Index) Len() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.items.len()
}

// Search gives up to limit items, the best first.
func (x *Index) Search(query string, limit int) ([]app.Hit, error) { return x.Find(query, limit, nil) }

// Find is Search with fields that are no words of an item: about is asked what
// lists show of it. Items that it does not know are left out. Where only such
// fields are asked for, the newest come first.
func (x *Index) Find(query string, limit int, about func(entry.ID) (app.Facets, bool)) ([]app.Hit, error) {
	q := parse(query, about != nil)
	if q.empty() || q.bad || q.match == "" && q.keep == nil {
		return nil, ErrQuery
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	err := x.settle()
	if err == nil {
		var hits []app.Hit
		if hits, err = x.hits(q, limit, about); err == nil {
			return hits, nil
		}
	}
	return nil, fmt.Errorf("index: search: %w", x.failed(err))
}

func (x *Index) hits(q parsed, limit int, about func(entry.ID) (app.Facets, bool)) ([]app.Hit, error) {
	rows, err := x.rowsOf(q, limit, about)
	if err != nil {
		return nil, err
	}
	hits := make([]app.Hit, 0, len(rows))
	for _, r := range rows {
		why, err := x.why(q, r)
		if err != nil {
			return nil, err
		}
		hits = append(hits, app.Hit{Item: x.items.id(r), Why: why})
	}
	return hits, nil
}

// rowsOf finds the rows of a query. Where facets are asked for, the best that
// have them are taken.
func (x *Index) rowsOf(q parsed, limit int, about func(entry.ID) (app.Facets, bool)) ([]int64, error) {
	if q.keep == nil {
		return x.find(q.match, limit, nil)
	}
	fits := func(row int64) bool {
		f, known := about(x.items.id(row))
		return known && q.keep(f)
	}
	if q.match != "" {
		return x.find(q.match, limit, fits)
	}
	without := map[int64]bool{}
	if q.without != "" {
		rows, err := x.find(q.without, -1, nil)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			without[r] = true
		}
	}
	var out []int64
	for r := int64(x.items.len()); r > 0 && len(out) < limit; r-- {
		if !without[r] && fits(r) {
			out = append(out, r)
		}
	}
	return out, nil
}

// ranked is how many items are put in order of how well they match, where many are
// held: of a word that more of them have, which says little about any, the newest.
// Up to allRanked items, all are: to look for the newest first takes longer.
const (
	ranked    = 8000
	allRanked = 20_000
)

// find gives the rows of an expression, the best first: up to limit of those
// that fit; all for a limit below 0.
func (x *Index) find(match string, limit int, fits func(int64) bool) ([]int64, error) {
	ask := limit
	if fits != nil || limit < 0 {
		ask = -1
	}
	q, args := "SELECT rowid FROM doc WHERE doc MATCH ? ORDER BY bm25(doc), rowid DESC LIMIT ?", []any{match, ask}
	if ask > 0 && x.items.len() > allRanked {
		q = "SELECT rowid FROM (SELECT rowid, rank FROM doc WHERE doc MATCH ? ORDER BY rowid DESC LIMIT ?) ORDER BY rank LIMIT ?"
		args = []any{match, ranked, ask}
	}
	rs, err := x.db.Query(q, args...)
	if err != nil {
		return nil, err
	}
	defer rs.Close()
	var out []int64
	for len(out) != limit && rs.Next() {
		var r int64
		if err := rs.Scan(&r); err != nil {
			return nil, err
		}
		if fits == nil || fits(r) {
			out = append(out, r)
		}
	}
	return out, rs.Err()
}

// errSearch stands in for the database's own words, which quote the query.
var errSearch = errors.New("the query failed")

// why says in neutral words what matched.
func (x *Index) why(q parsed, row int64) (string, error) {
	for _, w := range []struct{ match, words string }{
		{q.inRef, "reference"}, {q.inIdent, "number in text"},
	} {
		if w.match == "" {
			continue
		}
		var one int
		err := x.db.QueryRow("SELECT 1 FROM doc WHERE doc MATCH ? AND rowid=?", w.match, row).Scan(&one)
		if err == nil {
			return w.words, nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return "", err
		}
	}
	if q.match == "" {
		return "fields", nil
	}
	return "words in text", nil
}

// column is where a field of that name is kept.
func column(field string) (string, bool) {
	switch strings.ToLower(field) {
	case "ref", "subject", "name", "grade", "state", "ident":
		return strings.ToLower(field), true
	case "from", "sender":
		return "sender", true
	case "text", "body":
		return "body", true
	}
	return "", false
}
