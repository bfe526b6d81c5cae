package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"corridor/storage"
)

// Format is the version of the format of rows, kept in meta. No other is read:
// the first was never in use.
const Format = formatName + "2"

const formatName = "corridor vault "

// applicationID marks the file for file(1) and for ourselves: "CRDR".
const applicationID = 0x43524452

const schema = `
CREATE TABLE row(seq INTEGER PRIMARY KEY, compartment BLOB NOT NULL, epoch INTEGER NOT NULL, prev BLOB NOT NULL,
  body_hash BLOB NOT NULL, hash BLOB NOT NULL, tag BLOB NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE content(id BLOB NOT NULL, part INTEGER NOT NULL, body_hash BLOB NOT NULL, body BLOB,
  PRIMARY KEY(id, part)) STRICT;
CREATE TABLE content_key(id BLOB PRIMARY KEY NOT NULL, compartment BLOB NOT NULL, epoch INTEGER NOT NULL, packet BLOB) STRICT;
CREATE TABLE epoch_grant(compartment BLOB NOT NULL, epoch INTEGER NOT NULL, packet BLOB NOT NULL) STRICT;
CREATE INDEX epoch_grant_by_compartment ON epoch_grant(compartment, epoch);
CREATE TABLE pad(author BLOB NOT NULL, draft BLOB NOT NULL, body BLOB NOT NULL, PRIMARY KEY(author, draft)) STRICT;
CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL) STRICT;
`

// Store is a journal in one SQLite file, through one connection.
type Store struct {
	db   *sql.DB
	path string
	file fs.FileInfo // of the journal as it was opened

	mu     sync.Mutex
	append statements // nil before the first append
	laid   bool       // the log; only whoever writes looks
}

var _ storage.Store = (*Store)(nil)

// connector opens connections with our pragmas, whatever pool asks for them.
type connector struct {
	dsn     string
	pragmas []string
}

func (c connector) Connect(context.Context) (driver.Conn, error) {
	d := &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		for _, p := range c.pragmas {
			if _, err := conn.Exec("PRAGMA "+p, nil); err != nil {
				return err
			}
		}
		return nil
	}}
	return d.Open(c.dsn)
}

func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

func pragmas() []string {
	return []string{"temp_store=MEMORY", "cell_size_check=ON", "trusted_schema=OFF", "mmap_size=0", fmt.Sprintf("wal_autocheckpoint=%d", foldAfter)}
}

func dsn(path, mode string) string {
	q := url.Values{}
	q.Set("mode", mode)
	switch mode {
	case "bare": // to an empty file, before it takes any form
		q.Set("mode", "rw")
	case "frozen":
		q.Set("mode", "ro")
		q.Set("immutable", "1")
	case "alone": // shares nothing, so it needs no shared memory
		q.Set("mode", "rw")
		q.Set("_locking_mode", "EXCLUSIVE")
	}
	q.Set("_txlock", "immediate")
	q.Set("_busy_timeout", "5000")
	q.Set("_secure_delete", "on")
	q.Set("_stmt_cache_size", "32")
	if mode == "rw" {
		q.Set("_journal_mode", "WAL")
		q.Set("_synchronous", "FULL")
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
}

func connect(path, mode string) *sql.DB {
	db := sql.OpenDB(connector{dsn(path, mode), pragmas()})
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	db.SetConnMaxLifetime(0)
	return db
}

// Create makes an empty journal, readable by its owner only. It refuses to
// touch a file that exists.
func Create(ctx context.Context, path string) (*Store, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("sqlite: create: %w", storage.ErrExists)
	}
	if err != nil {
		return nil, fmt.Errorf("sqlite: create: %w", translate(err))
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("sqlite: create: %w", translate(err))
	}
	if err := setPages(ctx, path); err != nil {
		_ = os.Remove(path)
		return nil, err
	}
	i, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("sqlite: create: %w", translate(err))
	}
	s := &Store{db: connect(path, "rw"), path: path, file: i}
	if err := s.lay(ctx); err != nil {
		_ = s.db.Close()
		_ = os.Remove(path)
		return nil, err
	}
	return s, nil
}

// pageSize of a new journal, bytes. A sealed entry, or a page of sealed text,
// takes 1 to 3 KiB: pages of 4 KiB would stay a fifth empty.
const pageSize = 8192

// setPages lays the first page of an empty file.
func setPages(ctx context.Context, path string) error {
	db := connect(path, "bare")
	defer db.Close()
	for _, q := range []string{fmt.Sprintf("PRAGMA page_size=%d", pageSize), fmt.Sprintf("PRAGMA application_id=%d", applicationID)} {
		if _, err := db.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("sqlite: create: %w", translate(err))
		}
	}
	return nil
}

func (s *Store) lay(ctx context.Context) error {
	for _, q := range []string{fmt.Sprintf("PRAGMA application_id=%d", applicationID), schema} {
		if _, err := s.db.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("sqlite: create: %w", translate(err))
		}
	}
	return s.SetMeta(ctx, "format", []byte(Format))
}

// Open opens an existing journal for reading and writing.
func Open(ctx context.Context, path string) (*Store, error) { return open(ctx, path, "rw") }

// OpenReadOnly opens a journal that cannot be written, such as one on a full
// or write-protected disk. Where there is no room even for the database's own
// files beside it, the file is read without them; if acts are still in a
// write-ahead log then, it is read with the index of the log in memory.
func OpenReadOnly(ctx context.Context, path string) (*Store, error) {
	s, err := open(ctx, path, "ro")
	if err == nil || !errors.Is(err, errCannotOpen) && !errors.Is(err, storage.ErrFull) {
		return s, err
	}
	if log, e := os.Stat(path + "-wal"); e == nil && log.Size() > 0 {
		if s, e := open(ctx, path, "alone"); e == nil {
			return s, nil
		}
	}
	return open(ctx, path, "frozen")
}

// errCannotOpen is what the database says where it cannot lay its own files
// beside the journal.
var errCannotOpen = errors.New("cannot lay files beside it")

func open(ctx context.Context, path, mode string) (*Store, error) {
	i, err := checkOurs(ctx, path, mode)
	if err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	s := &Store{db: connect(path, mode), path: path, file: i}
	v, err := s.Meta(ctx, "format")
	if err == nil && string(v) != Format {
		err = otherFormat(string(v))
	}
	if err != nil {
		_ = s.db.Close()
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	return s, nil
}

// otherFormat tells a vault of another version from what is none.
func otherFormat(said string) error {
	if n, ours := strings.CutPrefix(said, formatName); ours && n != "" && strings.Trim(n, "0123456789") == "" {
		return storage.ErrVersion
	}
	return storage.ErrFormat
}

// checkOurs makes sure that a file is ours before anything may write to it:
// the database takes a short file for an empty one. It looks through the
// database itself, because opening and closing the file in any other way would
// drop the locks that this program holds on it.
func checkOurs(ctx context.Context, path, mode string) (fs.FileInfo, error) {
	i, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, storage.ErrNone
	}
	if err != nil {
		return nil, translate(err)
	}
	if !i.Mode().IsRegular() || i.Size() < 512 {
		return nil, storage.ErrDamaged
	}
	if mode == "rw" {
		mode = "ro"
	}
	db := connect(path, mode)
	defer db.Close()
	var id int64
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return nil, translate(err)
	}
	if id != applicationID {
		return nil, storage.ErrFormat
	}
	return i, nil
}

// there makes sure that the journal is still the file that was opened: what is
// written to one that was deleted, or replaced, is lost when this program ends.
func (s *Store) there() error {
	i, err := os.Stat(s.path)
	if err != nil || !os.SameFile(i, s.file) {
		return fmt.Errorf("the file is not where it was opened: %w", storage.ErrDamaged)
	}
	return nil
}

// Close folds the write-ahead log into the file and releases it.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("sqlite: close: %w", translate(err))
	}
	return nil
}

// translate turns what SQLite and the system say into what storage says.
func translate(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return storage.ErrFull
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return storage.ErrReadOnly
	}
	var se sqlite3.Error
	if !errors.As(err, &se) {
		return err
	}
	switch {
	case se.Code == sqlite3.ErrFull, se.SystemErrno == syscall.ENOSPC, se.SystemErrno == syscall.EDQUOT:
		return fmt.Errorf("%w (sqlite %d)", storage.ErrFull, se.ExtendedCode)
	case se.Code == sqlite3.ErrCantOpen:
		return fmt.Errorf("%w: %w (sqlite %d)", storage.ErrReadOnly, errCannotOpen, se.ExtendedCode)
	case se.Code == sqlite3.ErrReadonly, se.SystemErrno == syscall.EROFS:
		return fmt.Errorf("%w (sqlite %d)", storage.ErrReadOnly, se.ExtendedCode)
	case se.Code == sqlite3.ErrIoErr: // the medium has failed
		return fmt.Errorf("%w (sqlite %d)", storage.ErrDamaged, se.ExtendedCode)
	case se.Code == sqlite3.ErrCorrupt, se.Code == sqlite3.ErrNotADB, se.Code == sqlite3.ErrFormat:
		return fmt.Errorf("%w (sqlite %d)", storage.ErrDamaged, se.ExtendedCode)
	case se.Code == sqlite3.ErrConstraint:
		return fmt.Errorf("%w (sqlite %d)", storage.ErrExists, se.ExtendedCode)
	}
	return err
}
