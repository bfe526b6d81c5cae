package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"corridor/app"
	"corridor/cmd/internal/demo"
	"corridor/cmd/internal/station"
)

// demoRun plays the whole job on fresh keys in a folder, and says how a
// stranger opens and checks the release with stock gpg.
func demoRun(c *call, _ *app.Desk, _ *flag.FlagSet) error {
	dir, err := c.arg(0, "a folder for the demonstration")
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, "demo.corridor")); err == nil {
		return errUse("there is a demonstration in that folder already; name another")
	}
	st, err := station.New(filepath.Join(dir, "desk-keys"))
	if err != nil {
		return err
	}
	u, err := demo.Build(c.ctx, st, dir, func(s string) { fmt.Fprintln(c.raw, "·", s) })
	if err != nil {
		return err
	}
	return demo.Leave(c.raw, st, u, dir)
}
