package risk

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestCompiled holds the compiled lexicon in the binary equal to what the files give,
// or writes it where RISK_COMPILED says.
func TestCompiled(t *testing.T) {
	e, err := build()
	if err != nil {
		t.Fatal(err)
	}
	got := e.compiled()
	if path := os.Getenv("RISK_COMPILED"); path != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(got, []byte(compiledBytes)) {
		t.Fatal("lexicon/compiled.bin is out of date: write it anew as compiled.go says")
	}
	again, err := readCompiled(compiledBytes)
	if err != nil {
		t.Fatal(err)
	}
	if again.Version() != e.Version() || !bytes.Equal(again.compiled(), got) {
		t.Error("what was read is not what was written")
	}
}

// TestCompiledRefuses holds that bytes cut short or drawn out are refused.
func TestCompiledRefuses(t *testing.T) {
	for _, b := range []string{"", compiledBytes[:len(compiledBytes)/2], compiledBytes[:len(compiledBytes)-1], compiledBytes + "x", strings.Repeat("\xff", 99)} {
		if e, err := readCompiled(b); err == nil || e != nil {
			t.Errorf("%d bytes were taken for a lexicon", len(b))
		}
	}
}
