package app

import (
	"errors"
	"sync/atomic"

	"corridor/app/entry"
)

// errLate says that the search an earlier session kept could not be had.
var errLate = errors.New("app: the kept search is of no use")

// keptIndex is a search that is read from a cache as it is asked. Once
// something of it cannot be read it finds nothing, and takes nothing, until the
// journal is read again.
type keptIndex struct {
	cachedIndex
	lost atomic.Bool
}

// cachedIndex is all that a search can be asked for.
type cachedIndex interface {
	ImagedIndex
	FacetIndex
}

func (k *keptIndex) said(err error) error {
	if errors.Is(err, ErrImage) {
		k.lost.Store(true)
	}
	if k.lost.Load() {
		return errLate
	}
	return err
}

func (k *keptIndex) Add(item entry.ID, fields map[string]string) error {
	if k.lost.Load() {
		return errLate
	}
	return k.said(k.cachedIndex.Add(item, fields))
}

func (k *keptIndex) Search(query string, limit int) ([]Hit, error) {
	hits, err := k.cachedIndex.Search(query, limit)
	return hits, k.said(err)
}

func (k *keptIndex) Find(query string, limit int, about func(entry.ID) (Facets, bool)) ([]Hit, error) {
	hits, err := k.cachedIndex.Find(query, limit, about)
	return hits, k.said(err)
}

func (k *keptIndex) Image() (Image, error) {
	i, err := k.cachedIndex.Image()
	return i, k.said(err)
}
