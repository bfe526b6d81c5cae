// Package storage is the shape of what a journal store keeps: rows, parts of
// content, sealed keys, grants and pads, every one of them ciphertext or
// public.
//
// It owns: these shapes, and what a store can say no with.
//
// It refuses: keys, cryptography and any opinion on what a row means. A store
// is as blind as the thief of its file.
package storage
