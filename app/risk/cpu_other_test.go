//go:build !unix

package risk

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }
