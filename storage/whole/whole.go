// Package whole writes files that are either there in full or not at all.
//
// It owns: writing beside a file and then giving the new one its name, readable by
// its owner alone.
//
// It refuses: any opinion on what is in a file.
package whole

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Write puts b into the file at path, in place of what was there, durable when it
// returns. After an error, and after a crash at any moment, the file is the old one
// or the new one. Errors are the file system's.
func Write(path string, b []byte) error {
	err := replace(path, func(f *os.File) error {
		_, err := f.Write(b)
		if err == nil {
			err = f.Sync()
		}
		return err
	})
	if err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// Lightly lets fill write the file at path without waiting for the disk: for what
// can be made again, and says of itself when it is torn.
func Lightly(path string, fill func(io.Writer) error) error {
	return replace(path, func(f *os.File) error { return fill(f) })
}

func replace(path string, fill func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	err = errors.Join(fill(f), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// SyncDir makes the names in a folder durable, where the file system can.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync() // not every file system can
	return d.Close()
}
