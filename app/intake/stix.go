package intake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"corridor/app/intake/charset"
)

// readJSON reads STIX bundles as objects and other JSON as text.
func (r *reader) readJSON(in input) found {
	d := charset.Decode(in.b, "utf-8")
	f := found{kind: "json", charset: d.Charset}
	var bundle struct {
		Type    string            `json:"type"`
		Spec    string            `json:"spec_version"`
		Objects []json.RawMessage `json:"objects"`
	}
	if err := json.Unmarshal([]byte(d.Text), &bundle); err != nil || bundle.Type != "bundle" {
		r.say(d.Text)
		return f
	}
	f.kind = "stix"
	for _, raw := range bundle.Objects {
		r.stixObject(raw)
	}
	r.say(fmt.Sprintf("[STIX bundle of %d objects, as it came]\n%s", len(bundle.Objects), d.Text))
	return f
}

func (r *reader) stixObject(raw json.RawMessage) {
	var o map[string]any
	if json.Unmarshal(raw, &o) != nil {
		if p, ok := r.list("", "stix", raw); ok {
			r.settle(p, "no", "not a STIX object")
		}
		r.warn("damaged-part", "an entry of the bundle is no STIX object")
		return
	}
	text := func(k string) string { s, _ := o[k].(string); return s }
	if p, ok := r.list(text("id"), "stix/"+text("type"), raw); ok {
		var lines strings.Builder
		lines.WriteString(text("type") + " " + label(text("name"), text("id")) + "\n")
		keys := make([]string, 0, len(o))
		for k := range o {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			if s, ok := o[k].(string); ok && k != "type" && k != "id" && k != "spec_version" {
				lines.WriteString("  " + k + ": " + s + "\n")
			}
		}
		r.res.Parts[p].Text = lines.String()
		r.say(lines.String())
	}
}
