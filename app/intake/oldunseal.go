package intake

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// oldPassphrase tries the passphrase given and then the program's own, and
// asks for one where none was given.
func (r *reader) oldPassphrase(what, own string, try func(pass string) *Failure) *Failure {
	var bad *Failure
	for _, pass := range []string{r.pass, own} {
		if bad = try(pass); bad == nil || bad.Class != wrongPassword.Class {
			return bad
		}
	}
	if r.pass == "" {
		return &Failure{"password-required", "not read: the " + what + " is encrypted; a passphrase is needed"}
	}
	return bad
}

// docHead is how much of a Word document is never encrypted ([MS-DOC] 2.2.6).
const docHead = 0x44

// unsealDoc opens a Word document in place ([MS-DOC] 2.2.6.1 to 2.2.6.3).
func (r *reader) unsealDoc(o *oleFile) *Failure {
	w := o.streams["WordDocument"]
	flags, lkey := binary.LittleEndian.Uint16(w[10:]), binary.LittleEndian.Uint32(w[14:])
	table := "0Table"
	if flags&0x200 != 0 {
		table = "1Table"
	}
	return r.oldPassphrase("Word document", "", func(pass string) *Failure {
		if flags&0x8000 != 0 {
			array, bad := openXOR(uint16(lkey>>16), uint16(lkey), pass)
			if bad != nil {
				return bad
			}
			o.each(func(b []byte, from int) {
				for i := from; i < len(b); i++ {
					if c := b[i] ^ array[i&15]; b[i] != 0 && c != 0 {
						b[i] = c
					}
				}
			}, table)
			return nil
		}
		t := o.streams[table]
		key, bad := oldKey(t[:min(len(t), int(min(lkey, 1<<20)))], pass)
		if bad != nil {
			return bad
		}
		o.each(func(b []byte, from int) {
			(&keystream{key: key, size: 512}).open(b[from:], from)
		}, table)
		return nil
	})
}

// each works on the three streams of a Word document.
func (o *oleFile) each(work func(b []byte, from int), table string) {
	for name, from := range map[string]int{"WordDocument": docHead, table: 0, "Data": 0} {
		b := bytes.Clone(o.streams[name]) // the original stays as it came
		if len(b) > from {
			work(b, from)
			o.streams[name] = b
		}
	}
}

// unsealXLS opens the records of a workbook in place, from the record that
// says how it is encrypted, whose body is v, to the end ([MS-XLS] 2.2.10).
func (r *reader) unsealXLS(b []byte, from int, v []byte, old bool) *Failure {
	return r.oldPassphrase("workbook", excelOwn, func(pass string) *Failure {
		sums := v
		if !old && len(v) >= 2 {
			if sums = v[2:]; binary.LittleEndian.Uint16(v) == 1 {
				key, bad := oldKey(sums, pass)
				if bad == nil {
					k := keystream{key: key, size: 1024}
					eachSealedRecord(b, from, func(body []byte, at, _ int) { k.open(body, at) })
				}
				return bad
			}
		}
		if len(sums) < 4 {
			return &Failure{"damaged", "not read: the encrypted workbook is not whole"}
		}
		array, bad := openXOR(binary.LittleEndian.Uint16(sums), binary.LittleEndian.Uint16(sums[2:]), pass)
		if bad != nil {
			return bad
		}
		eachSealedRecord(b, from, func(body []byte, at, size int) {
			for i := range body {
				body[i] = bits.RotateLeft8(body[i]^array[(at+i+size)&15], -5)
			}
		})
		return nil
	})
}

// eachSealedRecord gives the sealed part of each record from a place on: the
// bytes, where they begin in the stream and the size of the record. Heads are
// never sealed, nor are some records and the place in the record of a sheet.
func eachSealedRecord(b []byte, from int, open func(body []byte, at, size int)) {
	for at := from; at+4 <= len(b); {
		typ, n := binary.LittleEndian.Uint16(b[at:]), int(binary.LittleEndian.Uint16(b[at+2:]))
		at += 4
		end := min(at+n, len(b))
		switch typ {
		case 0x809, 0x409, 0x209, 0x009, 0x2f, 0x194, 0x195, 0xe1, 0x196, 0x138:
		case 0x85:
			if end-at > 4 {
				open(b[at+4:end], at+4, n)
			}
		default:
			open(b[at:end], at, n)
		}
		at = end
	}
}

// unsealPPT opens the records of a presentation in place ([MS-PPT] 2.3.7):
// each object that its directories of places name has a key of its own.
func (r *reader) unsealPPT(o *oleFile) *Failure {
	b, user := bytes.Clone(o.streams["PowerPoint Document"]), o.streams["Current User"]
	damaged := &Failure{"damaged", "not read: the encrypted presentation is not whole"}
	if len(user) < 20 {
		return damaged
	}
	places, session := pptPlaces(b, int64(binary.LittleEndian.Uint32(user[16:])))
	head := pptRecord(b, places[session])
	if head == nil {
		return damaged
	}
	return r.oldPassphrase("presentation", powerPointOwn, func(pass string) *Failure {
		key, bad := oldKey(head, pass)
		if bad != nil {
			return bad
		}
		for id, at := range places {
			if id == session || at < 0 || at+8 > int64(len(b)) {
				continue
			}
			k := key(id)
			first := append([]byte{}, b[at:at+8]...)
			rc4Over(k, first)
			end := min(at+8+int64(binary.LittleEndian.Uint32(first[4:])), int64(len(b)))
			rc4Over(k, b[at:end])
		}
		o.streams["PowerPoint Document"] = b
		return nil
	})
}

// pptRecord is the body of the record at a place, or nil.
func pptRecord(b []byte, at int64) []byte {
	if at < 0 || at+8 > int64(len(b)) {
		return nil
	}
	n := int64(binary.LittleEndian.Uint32(b[at+4:]))
	return b[at+8 : min(at+8+n, int64(len(b)))]
}

// pptPlaces follows the chain of edits from the last one at: where each object
// stands, the latest counting, and which of them says how all is encrypted.
func pptPlaces(b []byte, at int64) (places map[uint32]int64, session uint32) {
	places = map[uint32]int64{}
	for range 1000 {
		edit := pptRecord(b, at)
		if len(edit) < 32 {
			break
		}
		if session == 0 {
			session = binary.LittleEndian.Uint32(edit[28:])
		}
		list := pptRecord(b, int64(binary.LittleEndian.Uint32(edit[12:])))
		for len(list) >= 4 {
			v := binary.LittleEndian.Uint32(list)
			id, n := v&0xfffff, int(v>>20)
			list = list[4:]
			for ; n > 0 && len(list) >= 4; n-- {
				if _, later := places[id]; !later {
					places[id] = int64(binary.LittleEndian.Uint32(list))
				}
				id, list = id+1, list[4:]
			}
		}
		before := int64(binary.LittleEndian.Uint32(edit[8:]))
		if before == 0 || before >= at {
			break
		}
		at = before
	}
	return places, session
}
