package spool

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"

	"corridor/storage"
	"corridor/storage/whole"
)

// Size is the length of the file, bytes: some five hundred acts of the kind that
// answers a threat to life. It is laid once and never grows.
const Size = 1 << 20

const mark = "corridor spool 1\n"

// frame is one append that the journal did not take. It says behind which row it
// belongs.
type frame struct {
	After uint64        `json:"after"`          // last place in the journal when it was written
	Hash  []byte        `json:"hash,omitempty"` // of the row there, if it could be read
	Batch storage.Batch `json:"batch"`
}

// File is the spool of one vault on this workstation. Every store that is opened
// on the same vault by one program shares it.
type File struct {
	mu     sync.Mutex
	f      *os.File
	end    int64   // where the next frame goes
	live   []frame // behind the journal's end, in order
	astray []frame // fit no longer
}

// Lay opens the file at path, and makes it if it is not there or not whole. What
// an earlier session left in it is read; a frame that was torn was never
// acknowledged, and ends the reading.
func Lay(path string) (*File, error) {
	if err := mend(path); err != nil {
		return nil, fmt.Errorf("spool: lay: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("spool: lay: %w", err)
	}
	s := &File{f: f}
	if err := s.read(); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("spool: lay: %w", err)
	}
	return s, nil
}

// mend gives the file its length and keeps what it holds; it makes one where there
// is none. storage.ErrFormat: it is something else.
func mend(path string) error {
	b, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(b) == 0:
		b = []byte(mark)
	case err != nil:
		return err
	case !bytes.HasPrefix(b, []byte(mark)):
		return storage.ErrFormat
	case len(b) == Size:
		return nil
	}
	return whole.Write(path, padded(b))
}

// padded is b with the zeros behind it that are really written: room that is only
// promised has to be found later.
func padded(b []byte) []byte {
	out := make([]byte, Size)
	copy(out, b)
	return out
}

func (s *File) read() error {
	b := make([]byte, Size)
	if _, err := io.ReadFull(io.NewSectionReader(s.f, 0, Size), b); err != nil {
		return err
	}
	s.live, s.end = decode(b)
	return nil
}

// head is the length of a frame's length and sum.
const head = 4 + sha256.Size

// decode reads frames up to the first that is not whole.
func decode(b []byte) (out []frame, end int64) {
	at := len(mark)
	for at+head <= len(b) {
		n := int(binary.BigEndian.Uint32(b[at:]))
		if n == 0 || n > len(b)-at-head {
			break
		}
		body := b[at+head:][:n]
		if sum := sha256.Sum256(body); !bytes.Equal(sum[:], b[at+4:at+head]) {
			break
		}
		var f frame
		if json.Unmarshal(body, &f) != nil || len(f.Batch.Rows) == 0 {
			break
		}
		out, at = append(out, f), at+head+n
	}
	return out, int64(at)
}

func encode(f frame) ([]byte, error) {
	body, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	return append(append(b, sum[:]...), body...), nil
}

// put writes one frame behind the others, durable when it returns. The caller
// holds mu.
func (s *File) put(f frame) error {
	b, err := encode(f)
	if err != nil {
		return err
	}
	if s.end+int64(len(b)) > Size {
		return storage.ErrFull
	}
	if _, err := s.f.WriteAt(b, s.end); err != nil {
		return errors.Join(err, s.tear()) // so that half of it is not read
	}
	if err := s.f.Sync(); err != nil {
		return errors.Join(err, s.tear())
	}
	s.end += int64(len(b))
	s.live = append(s.live, f)
	return nil
}

// tear ends the reading where the last whole frame ends.
func (s *File) tear() error {
	_, err := s.f.WriteAt(make([]byte, 4), s.end)
	return err
}

// wipe writes zeros over what was written from a place on.
func (s *File) wipe(from int64) error {
	if _, err := s.f.WriteAt(make([]byte, s.end-from), from); err != nil {
		return err
	}
	return s.f.Sync()
}

// keep drops from the file whatever is in none of the two lists. It may be put
// off: what stands in the journal is found out whenever the file is read. The
// caller holds mu.
func (s *File) keep() error {
	if len(s.live)+len(s.astray) == 0 {
		err := s.wipe(int64(len(mark)))
		if err == nil {
			s.end = int64(len(mark))
		}
		return err
	}
	b := []byte(mark)
	for _, f := range slices.Concat(s.astray, s.live) {
		e, err := encode(f)
		if err != nil {
			return err
		}
		b = append(b, e...)
	}
	end := int64(len(b))
	if end == s.end {
		return nil
	}
	path := s.f.Name()
	if err := whole.Write(path, padded(b)); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	_ = s.f.Close()
	s.f, s.end = f, end
	return nil
}

func (s *File) waiting() (live, astray int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.live {
		live += len(f.Batch.Rows)
	}
	for _, f := range s.astray {
		astray += len(f.Batch.Rows)
	}
	return live, astray
}

// Close releases the file. What lies in it stays.
func (s *File) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.f.Close()
}
