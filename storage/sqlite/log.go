package sqlite

import (
	"io"
	"os"
)

// How much of the write-ahead log is written in advance, bytes, and after how many
// pages it is folded into the file, so that acts stay in that part. To put an act
// into room that the file has already takes the disk half as long as to make the
// file longer for it.
const (
	laidLog   = 4 << 20
	foldAfter = laidLog/pageSize - 64
)

// layLog writes the log's room in advance. Only whoever holds the write lock may
// call it: nobody else is writing to the log then, and zeros behind its end are no
// frames. Without room on the disk it takes none.
func (s *Store) layLog() {
	f, err := os.OpenFile(s.path+"-wal", os.O_WRONLY, 0)
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil || size >= laidLog {
		return
	}
	if _, err = f.Write(make([]byte, laidLog-size)); err != nil {
		_ = f.Truncate(size) // what room is left is for acts
	}
}
