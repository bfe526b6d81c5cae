package index

import (
	"context"
	"database/sql"
	"database/sql/driver"
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

// Index is a search over items. It is safe for several goroutines.
type Index struct {
	use   sync.RWMutex // held for reading while db is used, for writing while it is replaced
	db    *sql.DB
	fixed bool // db is an image, and cannot grow

	mu    sync.RWMutex // guards what follows; taken after use
	rows  map[entry.ID]int64
	items []entry.ID // by row number, from 1
}

var _ app.Index = (*Index)(nil)

// connector opens one database in memory.
type connector struct{}

func (connector) Connect(context.Context) (driver.Conn, error) {
	d := &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		for _, p := range []string{"temp_store=MEMORY", "journal_mode=OFF", "synchronous=OFF", "trusted_schema=OFF"} {
			if _, err := c.Exec("PRAGMA "+p, nil); err != nil {
				return err
			}
		}
		return nil
	}}
	return d.Open("file::memory:?mode=memory&cache=private")
}

func (connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

// inMemory gives a database in memory with its one connection.
func inMemory() *sql.DB {
	db := sql.OpenDB(connector{})
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	db.SetConnMaxLifetime(0)
	db.SetConnMaxIdleTime(0)
	return db
}

// New makes an empty index.
func New() (*Index, error) {
	db := inMemory()
	for _, q := range []string{createTable, "INSERT INTO doc(doc, rank) VALUES('rank', 'bm25(" + weights + ")')"} {
		if _, err := db.Exec(q); err != nil {
			_ = db.Close()
			return nil, fmt.Errorf("index: new: %w", err)
		}
	}
	return &Index{db: db, rows: map[entry.ID]int64{}, items: []entry.ID{""}}, nil
}

// Close forgets everything.
func (x *Index) Close() error {
	x.use.Lock()
	defer x.use.Unlock()
	if err := x.db.Close(); err != nil {
		return fmt.Errorf("index: close: %w", err)
	}
	return nil
}

// Add gives an item its fields; given again, they replace what stood.
func (x *Index) Add(item entry.ID, fields map[string]string) error {
	row := x.rowOf(item)
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
	if err := x.grow(); err != nil {
		return err
	}
	x.use.RLock()
	defer x.use.RUnlock()
	_, err := x.db.Exec("INSERT OR REPLACE INTO doc(rowid,ref,sender,subject,name,grade,state,body,ident) VALUES(?,?,?,?,?,?,?,?,?)",
		row, at["ref"], at["sender"], at["subject"], at["name"], at["grade"], at["state"], body.String(), ids.String())
	if err != nil {
		return fmt.Errorf("index: add %s: %w", item, err)
	}
	return nil
}

func (x *Index) rowOf(item entry.ID) int64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	if r, ok := x.rows[item]; ok {
		return r
	}
	r := int64(len(x.items))
	x.items = append(x.items, item)
	x.rows[item] = r
	return r
}

// Remove forgets an item.
func (x *Index) Remove(item entry.ID) error {
	x.mu.RLock()
	row, ok := x.rows[item]
	x.mu.RUnlock()
	if !ok {
		return nil
	}
	if err := x.grow(); err != nil {
		return err
	}
	x.use.RLock()
	defer x.use.RUnlock()
	if _, err := x.db.Exec("DELETE FROM doc WHERE rowid=?", row); err != nil {
		return fmt.Errorf("index: remove %s: %w", item, err)
	}
	return nil
}

// Len is how many items were ever added.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.items) - 1
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
	x.use.RLock()
	defer x.use.RUnlock()
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
		hits = append(hits, app.Hit{Item: x.item(r), Why: why})
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
		f, known := about(x.item(row))
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
	for r := int64(x.Len()); r > 0 && len(out) < limit; r-- {
		if !without[r] && fits(r) {
			out = append(out, r)
		}
	}
	return out, nil
}

func (x *Index) item(row int64) entry.ID {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.items[row]
}

// find gives the rows of an expression, the best first: up to limit of those
// that fit; all for a limit below 0.
func (x *Index) find(match string, limit int, fits func(int64) bool) ([]int64, error) {
	ask := limit
	if fits != nil {
		ask = -1
	}
	rs, err := x.db.Query("SELECT rowid FROM doc WHERE doc MATCH ? ORDER BY rank LIMIT ?", match, ask)
	if err != nil {
		return nil, fmt.Errorf("index: search: %w", errSearch)
	}
	defer rs.Close()
	var out []int64
	for len(out) != limit && rs.Next() {
		var r int64
		if err := rs.Scan(&r); err != nil {
			return nil, fmt.Errorf("index: search: %w", errSearch)
		}
		if fits == nil || fits(r) {
			out = append(out, r)
		}
	}
	if rs.Err() != nil {
		return nil, fmt.Errorf("index: search: %w", errSearch)
	}
	return out, nil
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
			return "", fmt.Errorf("index: search: %w", errSearch)
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
