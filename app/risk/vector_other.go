//go:build !amd64

package risk

const hasAVX2 = false

func productStrip([]float32, int, []uint32, []byte, int, []int32, []float32, []float32, []float32) {
	panic("risk: there is no vector product for this processor")
}

func combine(out, x, rows []float32, stride int) { combineGo(out, x, rows, stride) }

func greatest(x []float32) float32 { return greatestGo(x) }

func roundTo(out []byte, x []float32, up float32, zero int32) { roundGo(out, x, up, zero) }

func sumRows(even, odd []uint64, data []byte, at []uint32) { sumRowsGo(even, odd, data, at) }
