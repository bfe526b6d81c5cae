// Command bench measures the vault beside named peers, in one run on one
// machine, and prints one table: what it took here, what it took the peer, the
// ratio, the goal, and whether the goal was reached. Absolute times depend on
// the machine and on what else it does; ratios of one run can be compared.
//
// Peers that are not installed are skipped, and the table says so. Everything is
// made in a temporary folder, of invented words, and removed.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"

	"corridor/app/intake"
	"corridor/app/risk"
	"corridor/crypto/secret"
)

func main() {
	intake.BeChild()
	secret.Harden()
	products := flag.String("products", "1000,10000", "sizes of the vaults that are unlocked, comma-separated")
	what := flag.String("what", "messages,saves,vaults", "which parts of the table to make, comma-separated")
	fillIn := flag.String("fill", "", "internal: make one vault of that size in this folder, and leave it there")
	path := flag.String("sit", "", "internal: measure one session at this vault")
	keys := flag.String("keys", "", "internal: the folder of keys")
	early := flag.Bool("early", false, "internal: as the desktop opens a vault for the first time")
	recheck := flag.Bool("recheck", false, "internal: check old signatures too")
	verify := flag.Bool("verify", false, "internal: verify everything too")
	plain := flag.String("plain", "", "internal: measure the same in this plain database")
	trace := flag.String("profile", "", "internal: write processor profiles of the session to files that begin so")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *what, *products, *fillIn, *path, *keys, *plain, *trace, *early, *recheck, *verify); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, what, products, fillIn, path, keys, plain, trace string, early, recheck, verify bool) error {
	switch {
	case path != "":
		return json.NewEncoder(os.Stdout).Encode(sit(path, keys, trace, early, recheck, verify))
	case plain != "":
		s, err := plainSit(plain)
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(s)
	}
	if fillIn != "" {
		return leave(ctx, fillIn, products)
	}
	var t table
	for _, part := range strings.Split(what, ",") {
		var err error
		switch part {
		case "messages":
			err = t.messages(ctx)
		case "saves":
			err = t.saves(ctx)
		case "vaults":
			err = t.vaults(ctx, products)
		default:
			err = fmt.Errorf("-what: there is no part %q", part)
		}
		if err != nil {
			return err
		}
	}
	return t.print()
}

func (t *table) vaults(ctx context.Context, products string) error {
	for _, s := range strings.Split(products, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n < 100 {
			return fmt.Errorf("-products: %q is not a size of 100 or more", s)
		}
		if err := t.vaultOf(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// leave makes a vault for somebody who looks into one figure.
func leave(ctx context.Context, dir, products string) error {
	n, err := strconv.Atoi(products)
	if err != nil {
		return err
	}
	engine, err := risk.New()
	if err != nil {
		return err
	}
	_, _, err = fill(ctx, dir, n, engine)
	return err
}
