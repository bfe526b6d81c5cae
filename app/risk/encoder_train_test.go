package risk

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// encoderText is one window as the training of the encoder reads it.
type encoderText struct {
	ID        string    `json:"id"`
	Author    string    `json:"author"`
	Tier      string    `json:"tier"`
	Text      string    `json:"text"` // as the encoder reads it
	Names     [][2]int  `json:"names"`
	Labels    []string  `json:"labels"`
	Any       bool      `json:"any"`
	TTL       bool      `json:"ttl"`
	Immediate bool      `json:"immediate"`
	Part      int       `json:"part"`  // number of the window in its text
	Parts     int       `json:"parts"` // windows in its text
	Z         []float64 `json:"z"`     // what the model says that has not seen the author
	E         []float32 `json:"e"`     // what the encoder says that has not seen the author
}

// TestEncoderTexts writes the windows of all training texts for encoder.py; it runs
// only when asked.
func TestEncoderTexts(t *testing.T) {
	out := os.Getenv("RISK_TEXTS")
	if out == "" {
		t.Skip("RISK_TEXTS is not set: no texts are written for the encoder")
	}
	e := newEngine(t)
	items := trainingItems(t)
	held := heldModels(t)
	f, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	for i := range items {
		it := &items[i]
		p := e.read(it.Text)
		ws := p.windows()
		with := held[author(it.ID)]
		for n, w := range ws {
			text, names := writtenOut(&matcher{e: e, p: p}, w)
			var z []float64
			var said []float32
			if with != nil {
				z, said = with.apart(it, w)
			}
			err := enc.Encode(encoderText{Z: z, E: said, ID: it.ID, Author: author(it.ID), Tier: it.Tier, Text: text, Names: names, Labels: it.Labels,
				Any: !it.clean(), TTL: it.TTL, Immediate: it.Immediate, Part: n, Parts: len(ws)})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// writtenOut is a window as the encoder reads it, and where names stand in it, in
// bytes.
func writtenOut(m *matcher, w window) (string, [][2]int) {
	var b []byte
	var names [][2]int
	m.encoderView(w, func(token int32, words []byte) {
		if len(b) > 0 {
			b = append(b, ' ')
		}
		if t := &m.p.tokens[token]; t.extra&(1<<className) != 0 {
			names = append(names, [2]int{len(b), len(b) + len(bytes.TrimRight(words, ",.;:!?"))})
		}
		b = append(b, words...)
	})
	return string(b), names
}

// apart gives the answers of the model and those of the encoder, each by itself.
func (e *Engine) apart(it *item, w window) ([]float64, []float32) {
	p := e.read(it.Text)
	live, aside := e.judge(p)
	m := &matcher{e: e, p: p}
	z, _ := m.scores(w, live, aside, it.Received)
	enc := e.encoder.get()
	if enc == nil {
		return z, nil
	}
	if got := enc.read(m.encoderPieces(enc, w)); got != nil {
		return z, got.z
	}
	return z, nil
}

// heldModels reads the models that trainings left in RISK_HELD, by the author that
// each has not seen: a.bin, and a.enc where there is an encoder too; a name may hold
// several authors parted by commas.
func heldModels(t *testing.T) map[string]*Engine {
	out := map[string]*Engine{}
	names, _ := filepath.Glob(filepath.Join(os.Getenv("RISK_HELD"), "*.bin"))
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := readModel(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range strings.Split(strings.TrimSuffix(filepath.Base(name), ".bin"), ",") {
			out[who] = newEngine(t).withModel(t, m)
			out[who].encoder = &encoderFile{}
			if b, err := os.ReadFile(filepath.Join(os.Getenv("RISK_HELD"), who+".enc")); err == nil {
				out[who].encoder = &encoderFile{raw: string(b)}
				if out[who].encoder.get() == nil {
					t.Fatal(out[who].encoder.err)
				}
			}
		}
	}
	return out
}
