//go:build ignore

// Gen makes the tables of this folder from Adobe's CMap resources, which the
// Debian package poppler-data installs under /usr/share/poppler/cMap:
//
//	go run gen.go /usr/share/poppler/cMap
package main

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"unicode/utf16"
)

var (
	section = regexp.MustCompile(`(?s)\d+ beginbf(char|range)\s(.*?)endbf`)
	word    = regexp.MustCompile(`<([0-9A-Fa-f]+)>|[\[\]]`)
)

func main() {
	for _, n := range []string{"Japan1", "GB1", "CNS1", "Korea1"} {
		src, err := os.ReadFile(filepath.Join(os.Args[1], "Adobe-"+n, "Adobe-"+n+"-UCS2"))
		if err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(n+".bin", pack(table(src)), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// table gives the sign of each CID, 0 where there is none.
func table(src []byte) []rune {
	out := make([]rune, 1<<16)
	last := 0
	set := func(cid int, r rune) {
		if cid < len(out) && out[cid] == 0 {
			out[cid], last = r, max(last, cid)
		}
	}
	for _, m := range section.FindAllSubmatch(src, -1) {
		words := word.FindAllStringSubmatch(string(m[2]), -1)
		for i := 0; i < len(words); {
			first := number(words[i][1])
			if string(m[1]) == "char" {
				set(first, sign(words[i+1][1]))
				i += 2
				continue
			}
			end := number(words[i+1][1])
			if words[i+2][0] == "[" {
				i += 3
				for c := first; words[i][0] != "]"; c, i = c+1, i+1 {
					set(c, sign(words[i][1]))
				}
				i++
				continue
			}
			for c := first; c <= end; c++ {
				set(c, sign(words[i+2][1])+rune(c-first))
			}
			i += 3
		}
	}
	return out[:last+1]
}

func number(h string) int {
	n, err := strconv.ParseInt(h, 16, 32)
	if err != nil {
		log.Fatal(err)
	}
	return int(n)
}

// sign is the first character of the text in UTF-16.
func sign(h string) rune {
	var u []uint16
	for i := 0; i+4 <= len(h); i += 4 {
		u = append(u, uint16(number(h[i:i+4])))
	}
	r := utf16.Decode(u)
	if len(r) == 0 || r[0] == 0xfffd {
		return 0
	}
	return r[0]
}

// pack writes the differences between neighbours as varints, deflated.
func pack(t []rune) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		log.Fatal(err)
	}
	prev := rune(0)
	for _, r := range t {
		if _, err := w.Write(binary.AppendVarint(nil, int64(r-prev))); err != nil {
			log.Fatal(err)
		}
		prev = r
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	return out.Bytes()
}
