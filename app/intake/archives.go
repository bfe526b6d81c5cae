package intake

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/nwaples/rardecode/v2"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"

	"corridor/app/intake/charset"
	"corridor/app/intake/sevenzip"
)

// maxDictionary is the most memory, in bytes, that a compressed stream may ask
// for to be unpacked.
const maxDictionary = sevenzip.MaxDictionary

// decompress is the one place where each kind of compressed stream is opened.
// name is what the stream calls itself, or "".
func decompress(kind string, src io.Reader) (out io.Reader, name string, err error) {
	switch kind {
	case "gzip":
		g, err := gzip.NewReader(src)
		if err != nil {
			return nil, "", err
		}
		return g, path.Base(strings.ReplaceAll(charset.Decode(latinBytes(g.Name), "").Text, "\\", "/")), nil
	case "bzip2":
		return bzip2.NewReader(src), "", nil
	case "xz":
		head := bufio.NewReader(src)
		first, _ := head.Peek(64)
		if xzDictionary(first) > maxDictionary {
			return nil, "", errGreedy
		}
		out, err = xz.ReaderConfig{DictCap: 1 << 16}.NewReader(head)
	case "lzma":
		out, err = lzma.ReaderConfig{DictCap: maxDictionary}.NewReader(src)
	case "zstd":
		out, err = zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxDictionary))
	}
	return out, "", err
}

// errGreedy refuses a stream that asks for more memory than maxDictionary.
var errGreedy = errors.New("intake: the stream asks for more memory than allowed")

// xzDictionary is the memory, in bytes, that the first block of an xz stream
// asks for; 0 when its header cannot be followed.
func xzDictionary(b []byte) uint64 {
	if len(b) < 16 {
		return 0
	}
	sizes, rest := int(b[13]>>6&1+b[13]>>7&1), b[14:]
	number := func() uint64 {
		v, n := binary.Uvarint(rest)
		rest = rest[min(max(n, 0), len(rest)):]
		return v
	}
	for range sizes {
		number()
	}
	for range 1 + b[13]&3 {
		id, n := number(), number()
		if n > uint64(len(rest)) {
			return 0
		}
		if id == 0x21 && n == 1 && rest[0] <= 40 {
			return uint64(2|rest[0]&1) << (rest[0]/2 + 11)
		}
		rest = rest[n:]
	}
	return 0
}

// latinBytes undoes the reading of a gzip name as Latin-1.
func latinBytes(s string) []byte {
	var b []byte
	for _, c := range s {
		b = append(b, byte(c))
	}
	return b
}

// isLZMA knows the 13 bytes before a bare LZMA stream: settings, a dictionary
// of a usual size (a power of two, or one and a half), and the length, which
// may be left open. The stream after them begins with a zero.
func isLZMA(b []byte) bool {
	if len(b) < 18 || b[0] >= 9*5*5 || b[13] != 0 {
		return false
	}
	dict, length := binary.LittleEndian.Uint32(b[1:]), binary.LittleEndian.Uint64(b[5:])
	low := dict & -dict
	usual := dict == 1<<32-1 || dict >= 1<<12 && (dict == low || dict == low*3)
	return usual && length != 0 && (length == 1<<64-1 || length < 1<<38)
}

// isTar knows an archive by the sum over its first header, which old writers
// leave without any other mark.
func isTar(b []byte) bool {
	if len(b) < 512 || b[0] == 0 {
		return false
	}
	want, digits := 0, 0
	for _, c := range bytes.Trim(b[148:156], " \x00") {
		if c < '0' || c > '7' {
			return false
		}
		want, digits = want*8+int(c-'0'), digits+1
	}
	sum := 8 * int(' ')
	for i, c := range b[:512] {
		if i < 148 || i >= 156 {
			sum += int(c)
		}
	}
	return digits >= 3 && sum == want
}

// openZipped opens an entry that is packed in one of the ways that archive/zip
// does not know, by the numbers of PKWARE's APPNOTE. size is the entry's, in
// bytes, and crc its sum. ok is false for any other way.
func openZipped(method uint16, src io.Reader, size uint64, crc uint32) (out io.ReadCloser, ok bool) {
	kind := map[uint16]string{12: "bzip2", 14: "lzma", 93: "zstd", 95: "xz"}[method]
	if kind == "" {
		return nil, false
	}
	if kind == "lzma" { // its settings come first; it may lack its end mark
		var head [9]byte
		_, _ = io.ReadFull(src, head[:]) // what is missing is no LZMA
		length := binary.LittleEndian.AppendUint64(nil, size)
		src = io.MultiReader(bytes.NewReader(head[4:]), bytes.NewReader(length), src)
	}
	unpacked, _, err := decompress(kind, src)
	if err != nil {
		return io.NopCloser(failing{err}), true
	}
	return io.NopCloser(&summed{src: unpacked, want: crc}), true
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// summed checks the sum of what was read when it ends.
type summed struct {
	src       io.Reader
	sum, want uint32
}

func (s *summed) Read(p []byte) (int, error) {
	n, err := s.src.Read(p)
	s.sum = crc32.Update(s.sum, crc32.IEEETable, p[:n])
	if errors.Is(err, io.EOF) && s.sum != s.want {
		return n, zip.ErrChecksum
	}
	return n, err
}

// readCompressed opens a file that is another one, compressed.
func (r *reader) readCompressed(kind string, in input) found {
	f := found{kind: kind}
	src, name, err := decompress(kind, bytes.NewReader(in.b))
	if errors.Is(err, errGreedy) || errors.As(err, new(*lzma.ErrDictSize)) {
		return fail(kind, "bomb", "it asks for more memory than allowed")
	}
	if err != nil {
		return fail(kind, "damaged", "the compressed file cannot be followed")
	}
	if name == "" || name == "." {
		name = unpackedName(path.Base(in.name))
	}
	room := max(min(r.lim.PartBytes, r.lim.Expanded-r.expanded), 0)
	b, err := io.ReadAll(io.LimitReader(src, room+1))
	switch {
	case int64(len(b)) > room:
		r.expanded += int64(len(b))
		return fail(kind, "bomb", "it expands past the limit of %d bytes", room)
	case err != nil && len(b) == 0:
		return fail(kind, "damaged", "the compressed file is damaged")
	case errors.Is(err, io.ErrUnexpectedEOF):
		f.fail = &Failure{"truncated", "the compressed file was cut off; only its beginning was read"}
	case err != nil:
		f.fail = &Failure{"damaged", "the compressed file is damaged; only what came before was read"}
	}
	r.attach(input{name: name, b: b, depth: in.depth + 1})
	return f
}

// unpackedName is the name of what a compressed file of such a name holds.
func unpackedName(name string) string {
	base, ext := strings.TrimSuffix(name, path.Ext(name)), extension(name)
	switch ext {
	case "gz", "bz2", "xz", "lzma", "zst":
		return base
	case "tgz", "tbz", "tbz2", "txz", "tzst":
		return base + ".tar"
	}
	return name
}

// packed is one entry of an archive as its format gives it.
type packed struct {
	name      string
	size      uint64 // as the archive says, in bytes
	dir, link bool
	sealed    bool
	src       io.Reader
}

// readTar reads the entries of a tar archive.
func (r *reader) readTar(in input) found {
	t := tar.NewReader(bytes.NewReader(in.b))
	return r.readPacked(in, "tar", func() (packed, error) {
		h, err := t.Next()
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return packed{}, err
		}
		dir := h.Typeflag == tar.TypeDir || h.Typeflag == tar.TypeXGlobalHeader
		file := h.Typeflag == tar.TypeReg || h.Typeflag == tar.TypeGNUSparse || h.Typeflag == tar.TypeCont
		return packed{name: charset.Decode([]byte(h.Name), "").Text, size: uint64(max(h.Size, 0)), dir: dir, link: !dir && !file, src: t}, nil
	})
}

// readRAR reads the entries of a RAR archive.
func (r *reader) readRAR(in input) found {
	opts := []rardecode.Option{rardecode.MaxDictionarySize(maxDictionary)}
	if r.pass != "" {
		opts = append(opts, rardecode.Password(r.pass))
	}
	a, err := rardecode.NewReader(bytes.NewReader(in.b), opts...)
	return r.readPacked(in, "rar", func() (packed, error) {
		if err != nil {
			return packed{}, err
		}
		h, err := a.Next()
		if err != nil && !errors.Is(err, io.EOF) && r.pass != "" && rarSealed(in.b) {
			return packed{}, rardecode.ErrBadPassword
		}
		if err != nil {
			return packed{}, err
		}
		link := h.LinkType != rardecode.LinkTypeNone || h.Mode()&fs.ModeSymlink != 0
		return packed{name: h.Name, size: uint64(max(h.UnPackedSize, 0)), dir: h.IsDir, link: link, sealed: h.Encrypted, src: a}, nil
	})
}

// rarSealed says whether even the directory of a RAR archive is encrypted.
func rarSealed(b []byte) bool {
	a, err := rardecode.NewReader(bytes.NewReader(b))
	if err == nil {
		_, err = a.Next()
	}
	return errors.Is(err, rardecode.ErrArchiveEncrypted)
}

// read7z reads the entries of a 7z archive.
func (r *reader) read7z(in input) found {
	a, err := sevenzip.Open(in.b, r.pass)
	return r.readPacked(in, "7z", func() (packed, error) {
		if err != nil {
			return packed{}, err
		}
		e, src, err := a.Next()
		return packed{name: e.Name, size: uint64(e.Size), dir: e.Dir, link: e.Link, src: src}, err
	})
}

// readPacked reads each entry of an archive in turn, as next gives them until
// it says io.EOF.
func (r *reader) readPacked(in input, kind string, next func() (packed, error)) found {
	f := found{kind: kind}
	entries, locked, before := 0, 0, len(r.res.Parts)
	for {
		e, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			f.fail = packedFailure(err)
			if len(r.res.Parts) > before {
				f.fail.What = strings.TrimPrefix(f.fail.What, "not read: ") + "; only what came before was read"
			}
			return f
		}
		if e.dir {
			continue
		}
		if entries++; len(r.res.Parts) >= r.lim.Parts {
			r.warn("bomb", "the archive has more than %d entries: the rest are not listed", r.lim.Parts)
			break
		}
		if e.link {
			r.warn("unsafe-name", "%s is a link or a device in the archive, not a file; it is listed and not followed", shorten(e.name, 100))
			shown, _ := entryName(e.name)
			r.res.Parts = append(r.res.Parts, Part{Name: shorten(shown, 300), Read: "no", Why: "a link or a device; not followed"})
			continue
		}
		room := max(min(r.lim.PartBytes, r.lim.Expanded-r.expanded), 0)
		b, err := io.ReadAll(io.LimitReader(e.src, room+1))
		if int64(len(b)) > room {
			r.lostEntry(e.name, e.size, &Failure{"bomb", "not read: it expands past the limit"})
			f.fail = &Failure{"bomb", "not read to its end: the archive expands past the limit"}
			return f
		}
		var bad *Failure
		if err != nil {
			if bad = packedFailure(err); e.sealed && bad.Class == "damaged" {
				*bad = wrongPassword
			}
		}
		switch {
		case bad != nil && (len(b) == 0 || bad.Class == "wrong-passphrase"):
			if bad.Class == "password-required" || bad.Class == "wrong-passphrase" {
				locked++
			}
			r.lostEntry(e.name, e.size, bad)
			continue
		case bad != nil:
			bad.What = strings.TrimPrefix(bad.What, "not read: ") + "; only what came before was read"
		}
		r.expanded += int64(len(b))
		r.attachEntry(in, e.name, b, bad)
		if errors.Is(err, rardecode.ErrMultiVolume) {
			f.fail = bad
			return f
		}
	}
	if locked > 0 && locked == entries {
		f.fail = &Failure{"password-required", "not read: every entry of the archive is encrypted"}
		if r.pass != "" {
			f.fail = &Failure{"wrong-passphrase", "not read: the passphrase opens no entry of the archive"}
		}
	}
	return f
}

// packedFailure says what stopped the reading of an archive or of an entry.
func packedFailure(err error) *Failure {
	var method *sevenzip.Unsupported
	is := func(all ...error) bool {
		for _, e := range all {
			if errors.Is(err, e) {
				return true
			}
		}
		return false
	}
	switch {
	case errors.As(err, &method):
		return &Failure{"unsupported", "not read: " + method.Method + " is not supported"}
	case is(rardecode.ErrDictionaryTooLarge):
		return &Failure{"bomb", "not read: it asks for more memory than allowed"}
	case is(rardecode.ErrUnknownVersion, rardecode.ErrUnknownDecoder, rardecode.ErrUnknownEncryptMethod, rardecode.ErrUnsupportedDecoder):
		return &Failure{"unsupported", "not read: it is packed in a way that is not supported"}
	case is(rardecode.ErrMultiVolume):
		return &Failure{"truncated", "not read: the archive goes on in another file, which is not here"}
	case is(rardecode.ErrBadVolumeNumber, rardecode.ErrInvalidFileBlock):
		return &Failure{"truncated", "not read: it is a piece of an archive whose other pieces are not here"}
	case is(sevenzip.ErrNeedsPassword, rardecode.ErrArchiveEncrypted, rardecode.ErrArchivedFileEncrypted):
		bad := needPassword
		return &bad
	case is(sevenzip.ErrWrongPassword, rardecode.ErrBadPassword):
		bad := wrongPassword
		return &bad
	case is(sevenzip.ErrTruncated, io.ErrUnexpectedEOF, rardecode.ErrUnexpectedArcEnd):
		return &Failure{"truncated", "not read: the archive was cut off"}
	}
	return &Failure{"damaged", "not read: it is damaged"}
}
