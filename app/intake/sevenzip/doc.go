// Package sevenzip reads 7z archives: their directory and the streams under
// it, one entry after the other.
//
// It owns the container alone; LZMA and LZMA2 are read by
// github.com/ulikunitz/xz, Zstandard by github.com/klauspost/compress, BZip2,
// Deflate and AES by the standard library. The runner-up for the whole,
// github.com/bodgit/sevenzip, brings nine modules, one of them
// (hashicorp/golang-lru) under a licence that is not permissive, and reserves
// what memory an archive asks for.
//
// It refuses by name what it does not read: PPMd, Deflate64, and the filters
// for machine code (BCJ, BCJ2, ARM64 and the like), which are put before
// programs and not before documents.
//
// The rules come from 7zFormat.txt of the 7-Zip sources. Every count and
// size in the directory is checked against the bytes that are there before
// anything is reserved for it; the only larger reserve is an LZMA dictionary,
// of at most MaxDictionary bytes and never more than the stream it serves.
package sevenzip
