// Package storagetest is the contract that every journal store must pass,
// whatever it is built on. A store's own tests run it:
//
//	storagetest.Run(t, func(t *testing.T) (storage.Store, func() storage.Store) { … })
//
// It refuses to know how a store works: only what is promised by
// storage.Store is tried.
package storagetest
