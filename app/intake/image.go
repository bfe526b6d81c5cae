package intake

import (
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // sizes only
	_ "image/jpeg" // sizes only
	_ "image/png"  // sizes only
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"archive/tar"

	"github.com/bep/imagemeta"
)

// readImage keeps a picture, says its size and lists what its maker wrote in
// it. No text is read from the picture itself.
func (r *reader) readImage(kind string, in input) found {
	f := found{kind: kind}
	size := ""
	if c, _, err := image.DecodeConfig(bytes.NewReader(in.b)); err == nil {
		size = fmt.Sprintf(", %d by %d pixels", c.Width, c.Height)
	}
	lines, spoken := imageTags(kind, in.b)
	if len(lines) > 0 {
		r.note("picture data", strings.Join(lines, "\n"))
	}
	if len(spoken) > 0 {
		r.say("[written in the picture]\n" + strings.Join(spoken, "\n"))
	}
	if in.top {
		r.warn("no-text", "a picture (%s%s): kept, no text read from it", kind, size)
		return f
	}
	f.fail = &Failure{"unsupported", "a picture" + size + ": no text read"}
	return f
}

// imageTags is the one place that calls the picture-data library. lines lists
// all tags; spoken those in which people write sentences.
func imageTags(kind string, b []byte) (lines, spoken []string) {
	format := imagemeta.JPEG
	switch kind {
	case "jpeg":
	case "png":
		format = imagemeta.PNG
	case "tiff":
		format = imagemeta.TIFF
	case "webp":
		format = imagemeta.WebP
	default:
		return nil, nil
	}
	defer func() { _ = recover() }() // the picture is kept whatever its tags do
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(b), ImageFormat: format, Timeout: 3 * time.Second, LimitNumTags: 500, LimitTagSize: 16 << 10,
		Sources: imagemeta.EXIF | imagemeta.IPTC,
		HandleTag: func(t imagemeta.TagInfo) error {
			v := strings.TrimSpace(shorten(fmt.Sprint(t.Value), 1000))
			if v == "" || len(lines) > 500 {
				return nil
			}
			lines = append(lines, t.Tag+": "+v)
			switch t.Tag {
			case "ImageDescription", "UserComment", "XPComment", "XPTitle", "XPSubject", "XPKeywords", "Caption", "Headline", "Keywords", "Copyright", "Artist", "Caption-Abstract":
				spoken = append(spoken, t.Tag+": "+v)
			}
			return nil
		},
	})
	slices.Sort(lines)
	return lines, spoken
}

// readCompressed opens a file that holds one or more others.
func (r *reader) readCompressed(kind string, in input) found {
	f := found{kind: kind}
	if kind == "tar" {
		return r.readTar(in)
	}
	var src io.Reader
	name := strings.TrimSuffix(strings.TrimSuffix(path.Base(in.name), ".gz"), ".bz2")
	if kind == "gzip" {
		g, err := gzip.NewReader(bytes.NewReader(in.b))
		if err != nil {
			return fail(kind, "damaged", "the compressed file cannot be followed")
		}
		if g.Name != "" {
			name = path.Base(strings.ReplaceAll(g.Name, "\\", "/"))
		}
		src = g
	} else {
		src = bzip2.NewReader(bytes.NewReader(in.b))
	}
	room := min(r.lim.PartBytes, r.lim.Expanded-r.expanded)
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
	if strings.HasSuffix(name, ".tgz") || strings.HasSuffix(name, ".tbz") {
		name = name[:len(name)-3] + "tar"
	}
	r.attach(input{name: name, b: b, depth: in.depth + 1})
	return f
}

func (r *reader) readTar(in input) found {
	f := found{kind: "tar"}
	t := tar.NewReader(bytes.NewReader(in.b))
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return f
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) || len(r.res.Parts) >= r.lim.Parts {
			f.fail = &Failure{"damaged", "the archive is damaged; only what came before was read"}
			return f
		}
		shown, ok := entryName(h.Name)
		if !ok {
			r.warn("unsafe-name", "an entry calls itself %q; it is listed as %q", shorten(h.Name, 300), shown)
		}
		switch h.Typeflag {
		case tar.TypeReg:
		case tar.TypeDir, tar.TypeXGlobalHeader:
			continue
		default:
			r.warn("unsafe-name", "%s is a link or a device in the archive; it is listed and not followed", shorten(shown, 100))
			r.res.Parts = append(r.res.Parts, Part{Name: shorten(shown, 300), Read: "no", Why: "a link or a device; not followed"})
			continue
		}
		room := min(r.lim.PartBytes, r.lim.Expanded-r.expanded)
		b, err := io.ReadAll(io.LimitReader(t, room+1))
		if int64(len(b)) > room {
			return fail("tar", "bomb", "the archive expands past the limit")
		}
		before := len(r.res.Parts)
		r.attach(input{name: path.Base(shown), b: b, depth: in.depth + 1})
		if before < len(r.res.Parts) {
			r.res.Parts[before].Name = shorten(shown, 300)
			if err != nil {
				r.settle(before, "partly", "the archive was cut off")
			}
		}
	}
}
