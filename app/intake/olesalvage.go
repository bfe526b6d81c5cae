package intake

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// salvageOLE reads what it can of a compound file that the library gives up
// on: chains end where they break or turn back on themselves, entries that the
// tree has lost stand at the root. nil when there is no directory at all.
func salvageOLE(b []byte, room int64) *oleFile {
	if len(b) < 1024 {
		return nil
	}
	s := salvager{b: b, size: 1 << min(max(binary.LittleEndian.Uint16(b[30:]), 9), 12)}
	s.readFAT()
	dir := s.chain(binary.LittleEndian.Uint32(b[48:]), s.fat, s.sector)
	if len(dir) < 128 {
		return nil
	}
	s.small = s.words(s.chain(binary.LittleEndian.Uint32(b[60:]), s.fat, s.sector))
	s.entries(dir)
	s.mini = s.chain(binary.LittleEndian.Uint32(dir[116:]), s.fat, s.sector)
	out := &oleFile{streams: map[string][]byte{}, cut: true}
	for i := range s.dirs {
		d := &s.dirs[i]
		if d.typ != 2 || d.name == "" {
			continue
		}
		path := s.path(i)
		body := s.stream(d)
		if room -= int64(len(body)); room <= 0 {
			break
		}
		if _, have := out.streams[path]; !have {
			out.names = append(out.names, path)
			out.streams[path] = body
		}
	}
	if len(out.names) == 0 {
		return nil
	}
	return out
}

type salvager struct {
	b          []byte
	size       int
	fat, small []uint32
	mini       []byte
	dirs       []salvaged
}

type salvaged struct {
	name               string
	typ                byte
	left, right, child uint32
	start              uint32
	size               int64
	parent             int // index of its storage, -1 for the root and the lost
}

func (s *salvager) sector(n uint32) []byte {
	at := (int64(n) + 1) * int64(s.size)
	if at >= int64(len(s.b)) {
		return nil
	}
	return s.b[at:min(at+int64(s.size), int64(len(s.b)))]
}

func (s *salvager) miniSector(n uint32) []byte {
	at := int64(n) * 64
	if at >= int64(len(s.mini)) {
		return nil
	}
	return s.mini[at:min(at+64, int64(len(s.mini)))]
}

func (s *salvager) words(b []byte) []uint32 {
	out := make([]uint32, len(b)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

func (s *salvager) readFAT() {
	list := s.words(s.b[76:512])
	next := binary.LittleEndian.Uint32(s.b[68:])
	for seen := 0; next < 0xfffffff0 && seen < 1000; seen++ {
		w := s.words(s.sector(next))
		if len(w) < 2 {
			break
		}
		list = append(list, w[:len(w)-1]...)
		next = w[len(w)-1]
	}
	for _, n := range list {
		if n >= 0xfffffff0 || len(s.fat) > len(s.b) {
			continue
		}
		s.fat = append(s.fat, s.words(s.sector(n))...)
	}
}

// chain joins the sectors of a chain until it ends, breaks or comes back.
func (s *salvager) chain(n uint32, fat []uint32, sector func(uint32) []byte) []byte {
	var out []byte
	seen := map[uint32]bool{}
	for n < 0xfffffff0 && !seen[n] && len(out) <= len(s.b) {
		seen[n] = true
		b := sector(n)
		if b == nil {
			break
		}
		out = append(out, b...)
		if int(n) >= len(fat) {
			break
		}
		n = fat[n]
	}
	return out
}

func (s *salvager) entries(dir []byte) {
	for i := 0; 128*i+128 <= len(dir) && i < 20000; i++ {
		e := dir[128*i:]
		n := int(min(max(binary.LittleEndian.Uint16(e[64:]), 2), 64))/2 - 1
		u := make([]uint16, n)
		for k := range u {
			u[k] = binary.LittleEndian.Uint16(e[2*k:])
		}
		s.dirs = append(s.dirs, salvaged{
			name: canonical(strings.TrimRight(string(utf16.Decode(u)), "\x00")), typ: e[66], parent: -1,
			left: binary.LittleEndian.Uint32(e[68:]), right: binary.LittleEndian.Uint32(e[72:]), child: binary.LittleEndian.Uint32(e[76:]),
			start: binary.LittleEndian.Uint32(e[116:]), size: int64(binary.LittleEndian.Uint32(e[120:])),
		})
	}
	seen := make([]bool, len(s.dirs))
	type step struct {
		i      uint32
		parent int
	}
	todo := []step{}
	for i := range s.dirs {
		if s.dirs[i].typ == 1 || s.dirs[i].typ == 5 {
			todo = append(todo, step{s.dirs[i].child, i})
		}
	}
	for len(todo) > 0 {
		t := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if int64(t.i) >= int64(len(s.dirs)) || seen[t.i] || int(t.i) == t.parent {
			continue
		}
		seen[t.i] = true
		d := &s.dirs[t.i]
		d.parent = t.parent
		todo = append(todo, step{d.left, t.parent}, step{d.right, t.parent})
	}
}

func (s *salvager) path(i int) string {
	parts := []string{s.dirs[i].name}
	for p, n := s.dirs[i].parent, 0; p > 0 && n < 64; p, n = s.dirs[p].parent, n+1 {
		if s.dirs[p].typ == 5 {
			break
		}
		parts = append([]string{s.dirs[p].name}, parts...)
	}
	return strings.Join(parts, "/")
}

func (s *salvager) stream(d *salvaged) []byte {
	fat, sector := s.fat, s.sector
	if d.size < 4096 {
		fat, sector = s.small, s.miniSector
	}
	b := s.chain(d.start, fat, sector)
	return b[:min(int64(len(b)), d.size)]
}
