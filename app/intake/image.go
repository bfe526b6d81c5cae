package intake

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"  // sizes only
	_ "image/jpeg" // sizes only
	_ "image/png"  // sizes only
	"slices"
	"strings"
	"time"

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
