package pdf

import (
	"bufio"
	"bytes"
	"compress/flate"
	"embed"
	"encoding/binary"
	"strings"
	"sync"
)

// cidTables are Adobe's character collections: the sign that each CID stands
// for (cid/gen.go says how they are made and packed).
//
//go:embed cid/*.bin
var cidTables embed.FS

// cidText gives the sign of each CID in a character collection, nil when the
// collection is none of the four that fonts without a map of their own use.
var cidText = struct {
	Japan1, GB1, CNS1, Korea1 func() []rune
}{
	sync.OnceValue(func() []rune { return unpackCIDs("Japan1") }),
	sync.OnceValue(func() []rune { return unpackCIDs("GB1") }),
	sync.OnceValue(func() []rune { return unpackCIDs("CNS1") }),
	sync.OnceValue(func() []rune { return unpackCIDs("Korea1") }),
}

func collection(ordering string) []rune {
	switch {
	case strings.HasPrefix(ordering, "Japan1"):
		return cidText.Japan1()
	case strings.HasPrefix(ordering, "GB1"):
		return cidText.GB1()
	case strings.HasPrefix(ordering, "CNS1"):
		return cidText.CNS1()
	case strings.HasPrefix(ordering, "Korea1"):
		return cidText.Korea1()
	}
	return nil
}

func unpackCIDs(n string) []rune {
	b, err := cidTables.ReadFile("cid/" + n + ".bin")
	if err != nil {
		return nil
	}
	in := bufio.NewReader(flate.NewReader(bytes.NewReader(b)))
	var out []rune
	prev := int64(0)
	for len(out) < 1<<16 {
		d, err := binary.ReadVarint(in)
		if err != nil {
			return out
		}
		prev += d
		out = append(out, rune(prev))
	}
	return out
}
