package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
)

// What is typed quickly is written in order and ends with the last word.
func TestKeeperWritesTheLatest(t *testing.T) {
	var mu sync.Mutex
	var wrote []string
	hold, began := make(chan struct{}), make(chan struct{})
	k := NewKeeper(func(err error) { t.Error(err) })
	note := func(s string) func(context.Context) error {
		return func(context.Context) error {
			mu.Lock()
			wrote = append(wrote, s)
			mu.Unlock()
			return nil
		}
	}
	k.Keep("a", func(context.Context) error { close(began); <-hold; return note("a0")(t.Context()) })
	<-began
	for i := 1; i <= 50; i++ {
		k.Keep("a", note(fmt.Sprintf("a%d", i)))
		k.Keep("b", note(fmt.Sprintf("b%d", i)))
	}
	close(hold)
	k.Flush()
	if want := []string{"a0", "a50", "b50"}; !slices.Equal(wrote, want) {
		t.Errorf("wrote %v, want %v", wrote, want)
	}
	k.Flush() // nothing waits: it returns
}

func TestKeeperTellsOfFailure(t *testing.T) {
	lost := errors.New("full")
	var got error
	k := NewInlineKeeper(func(err error) { got = err })
	k.Keep("a", func(context.Context) error { return lost })
	if !errors.Is(got, lost) {
		t.Errorf("told %v", got)
	}
	k.Flush()
}
