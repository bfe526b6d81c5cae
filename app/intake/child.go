package intake

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"
)

// ChildArg is the hidden first argument by which the program becomes the
// child that parses: its main calls BeChild before anything else.
const ChildArg = "intake-child"

// Confinement says what the child was denied, in fact and not in intent.
type Confinement struct {
	Memory  bool   `json:"memory"`  // a hard limit on memory
	CPU     bool   `json:"cpu"`     // a hard limit on processor time
	Files   bool   `json:"files"`   // opening, writing and removing files
	Network bool   `json:"network"` // sockets of any kind
	Why     string `json:"why,omitempty"`
}

// request is what the parent sends before the bytes of the file.
type request struct {
	Name       string        `json:"name"`
	Passphrase string        `json:"passphrase"`
	Limits     Limits        `json:"limits"`
	Timeout    time.Duration `json:"timeout"`
	Size       int64         `json:"size"`
}

// answer is what the child sends back, before the bodies of parts.
type answer struct {
	Result   Result      `json:"result"`
	Parts    []partWire  `json:"parts"`
	Confined Confinement `json:"confined"`
}

// partWire carries what a Part keeps out of its public form. Text that stands
// in the whole is sent as its place there.
type partWire struct {
	At     int    `json:"at"`
	End    int    `json:"end"`
	Text   string `json:"text"`
	Body   int    `json:"body"`   // length, -1 when not sent
	Signed int    `json:"signed"` // length
	Whole  bool   `json:"whole,omitempty"`
}

const (
	maxHead = 1 << 20  // of a request or of the length of a name
	maxSent = 64 << 20 // of part bodies sent back; parts past it come without
)

// BeChild serves as the parsing child and ends the process, 0 or 2, if that is
// what it was started for; else it does nothing. The main function of every
// program that reads files calls it before anything else, and so does the
// TestMain of every test that has one read for it.
func BeChild() {
	if !isChild() {
		return
	}
	if err := ServeChild(os.Stdin, os.Stdout); err != nil {
		os.Exit(2)
	}
	os.Exit(0)
}

// isChild reports whether this process was started to parse one file.
func isChild() bool { return len(os.Args) > 1 && os.Args[1] == ChildArg }

// ServeChild reads one file from in, under limits that it sets on itself, and
// writes what it found to out. It holds no keys and opens nothing.
func ServeChild(in io.Reader, out io.Writer) error {
	debug.SetTraceback("none")
	var req request
	if err := readFrame(in, &req, maxHead); err != nil {
		return fmt.Errorf("intake: child: request: %w", err)
	}
	req.Limits = req.Limits.orDefault()
	if req.Size < 0 || req.Size > req.Limits.Bytes {
		return errors.New("intake: child: the file is over the limit")
	}
	debug.SetMemoryLimit(req.Limits.Memory / 4 * 3)
	confined := confine(req.Limits.Memory, req.Timeout)
	b := make([]byte, req.Size)
	if _, err := io.ReadFull(in, b); err != nil {
		return fmt.Errorf("intake: child: file: %w", err)
	}
	res := Read(req.Name, b, req.Passphrase, req.Limits)
	return writeAnswer(out, res, confined)
}

func writeAnswer(out io.Writer, res Result, confined Confinement) error {
	a := answer{Result: res, Confined: confined}
	sent := 0
	for i := range res.Parts {
		p := &res.Parts[i]
		if sent += len(p.Signed); sent > maxSent {
			p.Signed = nil // it stays unchecked, which the warnings say
		}
		w := partWire{At: p.at, End: p.end, Body: -1, Signed: len(p.Signed), Whole: p.whole}
		if p.at == p.end {
			w.Text = p.Text
		}
		if sent += len(p.Body); p.Body != nil && sent <= maxSent {
			w.Body = len(p.Body)
		}
		a.Parts = append(a.Parts, w)
	}
	if err := writeFrame(out, a); err != nil {
		return fmt.Errorf("intake: child: answer: %w", err)
	}
	for i, w := range a.Parts {
		if w.Body > 0 {
			if _, err := out.Write(res.Parts[i].Body); err != nil {
				return fmt.Errorf("intake: child: part: %w", err)
			}
		}
		if _, err := out.Write(res.Parts[i].Signed); err != nil {
			return fmt.Errorf("intake: child: part: %w", err)
		}
	}
	return nil
}

// readAnswer is the parent's side. The child is not trusted: every length and
// place is checked.
func readAnswer(in io.Reader, limit int64) (answer, error) {
	var a answer
	if err := readFrame(in, &a, limit); err != nil {
		return a, err
	}
	if len(a.Parts) != len(a.Result.Parts) {
		return a, errors.New("intake: answer: its parts do not match")
	}
	for i, w := range a.Parts {
		p := &a.Result.Parts[i]
		p.Text, p.whole = w.Text, w.Whole
		if w.At >= 0 && w.At < w.End && w.End <= len(a.Result.Text) {
			p.at, p.end = w.At, w.End
			p.Text = a.Result.Text[w.At:w.End]
		}
		var err error
		if p.Body, err = readBlock(in, w.Body, limit); err != nil {
			return a, err
		}
		if p.Signed, err = readBlock(in, w.Signed, limit); err != nil {
			return a, err
		}
		if len(p.Signed) == 0 {
			p.Signed = nil
		}
	}
	return a, nil
}

func readBlock(in io.Reader, n int, limit int64) ([]byte, error) {
	if n < 0 {
		return nil, nil
	}
	if int64(n) > limit {
		return nil, errors.New("intake: answer: a part is over the limit")
	}
	b := make([]byte, n)
	_, err := io.ReadFull(in, b)
	return b, err
}

func writeFrame(out io.Writer, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(b)))
	if _, err := out.Write(n[:]); err != nil {
		return err
	}
	_, err = out.Write(b)
	return err
}

func readFrame(in io.Reader, v any, limit int64) error {
	var n [4]byte
	if _, err := io.ReadFull(in, n[:]); err != nil {
		return err
	}
	size := int64(binary.BigEndian.Uint32(n[:]))
	if size > limit {
		return errors.New("intake: a frame is over the limit")
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(in, b); err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}
