# Corridor. `make help` lists the targets.
#
# One flag set everywhere: a build with other flags recompiles Fyne from cold.
TAGS  := sqlite_fts5,migrated_fynedo,no_animations
GO    := go
PRODUCTS ?= 1000,10000
BUILD := $(GO) build -buildvcs=false -tags $(TAGS)
TEST  := $(GO) test -buildvcs=false -tags $(TAGS)

# Packages by leg. The screens are tested without cgo and without a display;
# everything else with cgo (SQLite), the concurrent rooms also under -race.
UI   := ./ui/...
REST := ./app/... ./crypto/... ./storage/... ./cmd/... ./assets/...
RACE := ./app/state/... ./app/roster/... ./app/release/... ./app/threat/... ./app/grade/... ./storage/... ./crypto/...

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOLANGCI    := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULN      := golang.org/x/vuln/cmd/govulncheck@v1.9.0

.DEFAULT_GOAL := help
.PHONY: help setup setup-test build run test test-ui test-rest test-race check lint vuln fuzz bench bench-parts golden screens demo clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "make %-11s %s\n", $$1, $$2}'

setup: ## install what the build needs (Debian, Ubuntu)
	@.ci/setup build

setup-test: ## install what the tests drive as well
	@.ci/setup test

build: setup ## leave bin/corridor and bin/corridorctl
	@mkdir -p bin
	$(BUILD) -o bin/corridor ./cmd/corridor
	$(BUILD) -o bin/corridorctl ./cmd/corridorctl

run: build ## open the desktop; with no display, play the demonstration under Xvfb
	@.ci/desktop bin/corridor

screens: build ## play the demonstration under Xvfb and leave pictures in ./screens
	@.ci/desktop --headless bin/corridor

test: setup-test test-ui test-rest test-race ## run every test
	@echo "all tests passed"

test-ui: ## the screens, without cgo and without a display
	CGO_ENABLED=0 $(TEST) $(UI)

test-rest: ## rules, cryptography, storage, programs
	$(TEST) $(REST)

test-race: ## the rooms that work concurrently, under the race detector
	$(TEST) -race $(RACE)
	$(TEST) -race -timeout 15m -run 'Recheck|FirstOpening|Late|Large' ./app # the others scan texts, which the detector slows past its limit

check: setup ## gofmt, vet, staticcheck
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt would change:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet -tags $(TAGS) ./...
	$(GO) run $(STATICCHECK) -tags $(TAGS) ./...

lint: check ## golangci-lint too (slow to build the first time)
	$(GO) run $(GOLANGCI) run --build-tags $(TAGS) ./...

vuln: ## known vulnerabilities in what we use (needs the public database)
	$(GO) run $(GOVULN) -tags $(TAGS) ./...

fuzz: ## run every fuzz target for FUZZTIME each (default 30s)
	@.ci/fuzz $(or $(FUZZTIME),30s) $(TAGS)

bench: setup-test ## the vault beside its named peers in one table, then intake beside its own (PRODUCTS=1000,10000)
	$(GO) run -buildvcs=false -tags $(TAGS) ./cmd/internal/bench -products $(PRODUCTS)
	$(GO) test -buildvcs=false -tags $(TAGS) -run '^$$' -bench BesideOthers ./app/intake

bench-parts: ## benchmarks of single parts
	$(GO) test -buildvcs=false -tags $(TAGS) -run '^$$' -bench . -benchmem ./app/... ./crypto/... ./storage/...

golden: ## write the golden files of the tests anew (look at the difference)
	UPDATE_GOLDEN=1 CGO_ENABLED=0 $(TEST) $(UI)
	UPDATE_GOLDEN=1 $(TEST) ./app/... ./cmd/...

demo: build ## the whole job on fresh keys, left in ./demo
	bin/corridorctl demo ./demo

clean: ## remove what was built
	rm -rf bin screens demo
