package risk

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
)

// weights is a row of numbers that is kept in JSON as base64 of little-endian
// 32-bit floats, which reads many times faster than figures.
type weights []float64

// MarshalJSON writes the row.
func (w weights) MarshalJSON() ([]byte, error) {
	raw := make([]byte, 0, 4*len(w))
	for _, x := range w {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(float32(x)))
	}
	return []byte(`"` + base64.StdEncoding.EncodeToString(raw) + `"`), nil
}

// UnmarshalJSON reads the row.
func (w *weights) UnmarshalJSON(b []byte) error {
	if len(b) < 2 || b[0] != '"' {
		return fmt.Errorf("risk: read weights: not a string")
	}
	raw := make([]byte, base64.StdEncoding.DecodedLen(len(b)-2))
	n, err := base64.StdEncoding.Decode(raw, b[1:len(b)-1])
	if err != nil || n%4 != 0 {
		return fmt.Errorf("risk: read weights: %d bytes: %w", n, err)
	}
	*w = make(weights, n/4)
	for i := range *w {
		(*w)[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:])))
	}
	return nil
}
