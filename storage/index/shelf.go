package index

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"sync"

	"github.com/mattn/go-sqlite3"
	"github.com/psanford/sqlite3vfs"
)

// shelfName is by what name the database asks for our files.
const shelfName = "corridor-index"

// shelf gives the database our pages by their names, and no other file: it can
// write nothing to a disk.
type shelf struct {
	mu    sync.Mutex
	next  int
	files map[string]*pages
}

// theShelf is known to the database under its name.
var theShelf = sync.OnceValues(func() (*shelf, error) {
	s := &shelf{files: map[string]*pages{}}
	if err := sqlite3vfs.RegisterVFS(shelfName, s); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	return s, nil
})

func (s *shelf) put(f *pages) (name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	name = fmt.Sprint("index-", s.next)
	s.files[name] = f
	return name
}

func (s *shelf) take(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.files, name)
}

// Open gives the pages of that name.
func (s *shelf) Open(name string, flags sqlite3vfs.OpenFlag) (sqlite3vfs.File, sqlite3vfs.OpenFlag, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.files[name]
	if !ok || flags&sqlite3vfs.OpenMainDB == 0 {
		return nil, 0, sqlite3vfs.CantOpenError
	}
	return f, flags, nil
}

// Delete has nothing to delete.
func (s *shelf) Delete(string, bool) error { return nil }

// Access knows of no file beside a database.
func (s *shelf) Access(name string, _ sqlite3vfs.AccessFlag) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.files[name] != nil, nil
}

// FullPathname leaves names as they are.
func (s *shelf) FullPathname(name string) string { return name }

// connector opens the one connection to pages.
type connector struct{ name string }

func (c connector) Connect(context.Context) (driver.Conn, error) {
	d := &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		for _, p := range []string{"temp_store=MEMORY", "journal_mode=OFF", "synchronous=OFF", "trusted_schema=OFF", "locking_mode=EXCLUSIVE", "cache_size=-16000"} {
			if _, err := conn.Exec("PRAGMA "+p, nil); err != nil {
				return err
			}
		}
		return nil
	}}
	return d.Open("file:" + c.name + "?vfs=" + shelfName + "&_stmt_cache_size=16")
}

func (connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

// over opens a database on pages, through one connection. done takes the pages
// off the shelf and clears them.
func over(f *pages) (db *sql.DB, done func() error, err error) {
	s, err := theShelf()
	if err != nil {
		return nil, nil, err
	}
	name := s.put(f)
	db = sql.OpenDB(connector{name})
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	db.SetConnMaxLifetime(0)
	db.SetConnMaxIdleTime(0)
	return db, func() error {
		err := db.Close()
		s.take(name)
		f.forget()
		return err
	}, nil
}
