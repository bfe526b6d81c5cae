package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	_ "github.com/mattn/go-sqlite3" // the same driver

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/storage/vault"
)

// The peer: the same acts and texts in plain SQLite through the same driver,
// with the same pragmas and FTS5 in the file. Each act has what an entry says of
// it, but no signature, seal, chain or hash.
const plainSchema = `
CREATE TABLE act(seq INTEGER PRIMARY KEY, id TEXT NOT NULL, compartment TEXT NOT NULL, kind TEXT NOT NULL, item TEXT, author TEXT, done TEXT, recorded TEXT, facts TEXT);
CREATE INDEX act_item ON act(item);
CREATE TABLE content(id TEXT PRIMARY KEY, act INT NOT NULL, role TEXT, body BLOB);
CREATE TABLE head(item TEXT PRIMARY KEY, ref TEXT UNIQUE, grade TEXT, tier TEXT, received TEXT, open INT);`

const plainIndex = `CREATE VIRTUAL TABLE doc USING fts5(ref, body, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2")`

func plainOpen(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_secure_delete=on&_stmt_cache_size=32&_cache_size=-64000")
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// plainFill stores n products as fill does, a hundred to a transaction.
func plainFill(dir string, n int) (path string, err error) {
	path = filepath.Join(dir, "plain.db")
	db, err := plainOpen(path)
	if err != nil {
		return "", err
	}
	defer db.Close()
	for _, q := range []string{plainSchema, plainIndex} {
		if _, err := db.Exec(q); err != nil {
			return "", err
		}
	}
	c := newCorpus()
	for i := 0; i < n; {
		tx, err := db.Begin()
		if err != nil {
			return "", err
		}
		for k := 0; k < 100 && i < n; k++ {
			if err := plainProduct(tx, i, c.text(), c.attachment(i)); err != nil {
				return "", err
			}
			i++
		}
		if err := tx.Commit(); err != nil {
			return "", err
		}
	}
	return path, nil
}

func plainProduct(tx *sql.Tx, i int, text string, attached []byte) error {
	ds, err := product(i, text, attached, nil, time.Now())
	if err != nil {
		return err
	}
	if err := plainActs(tx, ds...); err != nil {
		return err
	}
	f := ds[0].Facts.(intel.Received)
	if _, err := tx.Exec("INSERT INTO head VALUES(?,?,?,?,?,?)", string(ds[0].Item), f.Ref, "2DP", string(f.Tier), time.Now().UTC().Format(time.RFC3339Nano), 10); err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO doc(rowid,ref,body) VALUES(?,?,?)", i+1, f.Ref, text)
	return err
}

// plainCompartment is the one that all acts of the peer belong to.
const plainCompartment = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"

// plainActs inserts acts with their content.
func plainActs(tx *sql.Tx, ds ...entry.Draft) error {
	for _, d := range ds {
		facts, err := entry.Encode(d.Facts)
		if err != nil {
			return err
		}
		if d.ID == "" { // as the vault gives it one
			d.ID = vault.NewID()
		}
		now := time.Now().UTC().Format(time.RFC3339Nano)
		r, err := tx.Exec("INSERT INTO act(id,compartment,kind,item,author,done,recorded,facts) VALUES(?,?,?,?,?,?,?,?)", string(d.ID), plainCompartment, string(d.Kind), string(d.Item), string(officer), now, now, facts)
		if err != nil {
			return err
		}
		seq, err := r.LastInsertId()
		if err != nil {
			return err
		}
		for j, p := range d.Pieces {
			if _, err := tx.Exec("INSERT INTO content VALUES(?,?,?,?)", fmt.Sprint(seq, "-", j), seq, p.Role, p.Body); err != nil {
				return err
			}
		}
	}
	return nil
}

// plainSitting is what the peer measured in a process of its own.
type plainSitting struct {
	List, RSS float64 // ms, MiB
	Search    map[string]float64
}

// plainSit does the same searches and the same list.
func plainSit(path string) (s plainSitting, err error) {
	db, err := plainOpen(path)
	if err != nil {
		return s, err
	}
	defer db.Close()
	if s.Search, err = searched(func(q string) error { _, err := plainSearch(db, q); return err }); err != nil {
		return s, err
	}
	s.RSS, _ = memory()
	s.List = timed(func() { err = plainList(db) })
	return s, err
}

func plainSearch(db *sql.DB, q string) (n int, err error) {
	rs, err := db.Query("SELECT rowid FROM doc WHERE doc MATCH ? ORDER BY rank LIMIT 20", q)
	if err != nil {
		return 0, err
	}
	defer rs.Close()
	for rs.Next() {
		var r int64
		if err := rs.Scan(&r); err != nil {
			return n, err
		}
		n++
	}
	return n, rs.Err()
}

// plainList reads every head in the order of the list.
func plainList(db *sql.DB) error {
	rs, err := db.QueryContext(context.Background(), "SELECT item,ref,grade,tier,received,open FROM head ORDER BY received")
	if err != nil {
		return err
	}
	defer rs.Close()
	all := make([][6]string, 0, 1000)
	for rs.Next() {
		var h [6]string
		if err := rs.Scan(&h[0], &h[1], &h[2], &h[3], &h[4], &h[5]); err != nil {
			return err
		}
		all = append(all, h)
	}
	if len(all) == 0 {
		return errors.New("the plain list is empty")
	}
	return rs.Err()
}

// queries are what is searched for: as the plain table is asked it, which the
// desk's language understands too.
func queries() map[string]string {
	return map[string]string{"common": spelt(20), "rare": spelt(30011), "and": spelt(20) + " AND " + spelt(900), "prefix": "wa*", "phrase": `"` + spelt(3) + " " + spelt(1) + `"`}
}
