// Package syntax is the language of a PDF file (ISO 32000-1, clauses 7.2 to
// 7.5 and 9.10): values, where an object begins and its stream ends, the
// filters that stand before text, the letters that names of glyphs mean, and
// the maps from codes to letters that fonts carry.
//
// Two rooms read PDFs and ask different things of them: intake/pdf wants what
// a reader sees, from files that strangers made; sanitise/inspect wants
// whatever stands anywhere in a file that is about to leave. Both read it in
// this one way, so that neither misses what the other finds.
//
// It is written for hostile and broken bytes. Nothing here fails: what makes
// no sense is passed over, and every call moves on. Depth is bounded by
// MaxNest, and what expands by the room that the caller leaves. Nothing of a
// dictionary is lost to a repeated key or a value without one: see Strays.
//
// It knows no pages, no tables of objects and no encryption; those are the
// readers' own.
package syntax
