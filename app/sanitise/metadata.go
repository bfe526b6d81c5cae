package sanitise

import "strings"

// Labels that belong to a file and not to a report. The first set tells
// wherever it stands before a colon; the second only at the start of a line.
var metaStrong = set(`author authors editor created createdby creator modified modifiedby lastmodified lastmodifiedby lastsavedby savedby
lastsaved lastauthor lasteditedby editedby preparedby draftedby drafter reviewedby producedby filename filepath filelocation path template producer revision
docref documentid documentref documentproperties comment comments reviewcomment trackchanges trackedchanges inserted deleted insertedby deletedby
messageid replyto xoriginatingip xmailer originator originatingunit reportingofficer submittedby enteredby typedby printedby lastprinted
application metadata exif camera device gpsposition geotag sourceref sourceno sourcenumber handler collator keywords editingtime
totaleditingtime properties documentauthor company generator software hash scannedby exportedby downloadedby uploadedby markup note notes
commentby margin marginnote headertext footertext watermark printed docid softwareversion createddate modifieddate creationdate revisionnumber`)
var metaLine = set(`from to cc bcc sent file folder header footer version saved title manager owner origin distribution received urn ref
rv still line logref submitted refs reference ourref yourref logref forwarded fw fwd re tags category draft officer oic unit submittedon source`)
var fileTypes = set(`doc docx docm dot pdf xls xlsx xlsm csv ppt pptx odt ods rtf txt msg eml pst jpg jpeg png gif bmp tif tiff heic mp3 mp4 wav
m4a avi mov amr zip 7z rar json xml html log tmp bak db sqlite ufdr`)

// metadata reports lines and marks that belong to the file: author lines, paths,
// comments, tracked changes, mail headers, and invisible characters.
func (c *checker) metadata() {
	v := c.dft
	for i := range v.toks {
		if e := v.labelled(i); e > 0 {
			c.meta(i, c.lineEnd(i), "label")
			continue
		}
		if e := v.pathAt(i); e > 0 {
			c.meta(i, e, "file-path")
		}
		if e := v.markup(i); e > 0 {
			c.meta(i, e, "markup")
		}
	}
	c.fragments()
	c.hidden()
}

// fragments reports lines that are no sentence: page headings, captions and
// footers of the source's own paper left in a draft of several lines.
func (c *checker) fragments() {
	v := c.dft
	for s := 0; s < len(v.toks); {
		e := s + 1
		for e < len(v.toks) && !v.toks[e].line {
			e++
		}
		if (s > 0 || e < len(v.toks)) && v.fragment(s, e) {
			f := c.span(Metadata, s, e, "stray-line", "A line that is no sentence: a heading, caption or footer from the file.")
			shared := 0
			for i := s; i < e; i++ {
				if t := &v.toks[i]; c.src.first(t.wid) >= 0 && (t.kind == numTok || t.kind == mixTok || t.kind == wordTok && t.cap && !stopWords[t.w]) {
					shared++
				}
			}
			f.Acceptable = shared == 0
			if shared == 0 {
				f.Severity = Advise
			}
			c.add(f)
		}
		s = e
	}
}

// fragment reports a short line with no full stop, no verb that a report would
// use, and something of a reference in it.
func (v *view) fragment(s, e int) bool {
	if last := v.toks[e-1].w; e-s > 18 || last == "." && !strings.HasPrefix(v.toks[s].w, "present") || last == "!" || last == "?" || v.hedge(v.toks[s].sent) >= 0 {
		return false
	}
	signs := 0
	for i := s; i < e; i++ {
		t := v.toks[i]
		switch {
		case t.kind == numTok, t.kind == mixTok, ranks[t.w] && t.cap, t.w == "/", t.w == "=", t.w == "|", t.w == ";", t.w == ":", t.w == "[", t.w == "#", t.w == "_":
			signs++
		case t.w == "is" || t.w == "are" || t.w == "was" || t.w == "were" || t.w == "has" || t.w == "have" || t.w == "sells" || t.w == "keeps" || t.w == "he" || t.w == "she":
			return false
		}
	}
	return signs > 0
}

func (c *checker) meta(s, e int, rule string) {
	f := c.span(Metadata, s, e, rule, "It belongs to the file, not to the report, and shows who made it or where.")
	f.Acceptable = false
	if rule == "label" {
		switch c.dft.word(s) {
		case "title", "distribution", "handling", "category", "tags", "marking": // a release's own heading
			f.Severity, f.Acceptable = Advise, true
		}
	}
	c.add(f)
}

// lineEnd is the token after the last on the line of token i, at most a
// sentence of a text without line breaks.
func (c *checker) lineEnd(i int) int {
	v := c.dft
	j := i + 1
	for j < len(v.toks) && !v.toks[j].line && v.toks[j].sent == v.toks[i].sent && v.toks[j].w != "]" && v.toks[j].w != ";" {
		j++
	}
	return j
}

// labelled reads a label of up to four words before a colon at token i.
func (v *view) labelled(i int) int {
	t := &v.toks[i]
	if t.kind != wordTok || i > 0 && !v.opens(i) && v.word(i-1) != "[" && v.word(i-1) != "(" && v.word(i-1) != ";" && v.word(i-1) != "|" && !t.cap {
		return 0
	}
	label := ""
	j := i
	for ; j < i+6 && j < len(v.toks) && v.toks[j].sent == t.sent; j++ {
		w := v.toks[j]
		if w.w == "(" && j > i { // "Comment (AB1):"
			for j < i+6 && v.word(j) != ")" {
				j++
			}
			continue
		}
		if w.w == "[" && j > i {
			for j < i+6 && v.word(j) != "]" {
				j++
			}
			continue
		}
		if w.kind != wordTok && w.w != "-" && w.w != "_" && w.kind != mixTok && w.kind != numTok {
			break
		}
		if w.kind == wordTok {
			label += w.w
		}
	}
	if s := v.word(j); s != ":" && s != "=" || label == "" || v.word(j+1) == "/" {
		return 0
	}
	line := t.line || i == 0
	switch {
	case metaStrong[label], line && metaLine[label], strings.HasPrefix(label, "comment"), strings.HasSuffix(label, "comment") && len(label) < 20,
		strings.HasPrefix(label, "lastmodified"), strings.HasPrefix(label, "track") && strings.Contains(label, "change"), strings.HasPrefix(label, "note") && len(label) < 14,
		strings.HasPrefix(label, "insertedby"), strings.HasPrefix(label, "deletedby"), strings.HasPrefix(label, "created"), strings.HasPrefix(label, "savedby"),
		strings.HasSuffix(label, "ref") && len(label) < 16 && !strings.HasPrefix(label, "pref"), strings.HasPrefix(label, "document") && label != "documents":
		return j + 1
	}
	return 0
}

// pathAt reads a file path or a file name at token i.
func (v *view) pathAt(i int) int {
	t := &v.toks[i]
	w := t.w
	switch {
	case w == "\\" && v.word(i+1) == "\\" && !v.at(i+1).gap,
		len(w) == 1 && t.kind == wordTok && v.word(i+1) == ":" && (v.word(i+2) == "\\" || v.word(i+2) == "/" && v.word(i+3) != "/") && !v.at(i+2).gap,
		w == "/" && t.gap && (v.word(i+1) == "home" || v.word(i+1) == "users" || v.word(i+1) == "mnt" || v.word(i+1) == "media" || v.word(i+1) == "var" || v.word(i+1) == "srv") && !v.at(i+1).gap,
		w == "~" && v.word(i+1) == "/" && t.gap,
		w == "file" && v.word(i+1) == ":" && v.word(i+2) == "/":
		j := i + 1
		for j < len(v.toks) && !v.toks[j].line && j < i+60 && (!v.toks[j].gap || v.pathGoes(j)) {
			j++
		}
		return j
	case t.kind != markTok && v.word(i+1) == "." && !v.at(i+1).gap && fileTypes[v.word(i+2)] && !v.at(i+2).gap && (v.at(i+3).kind == markTok || v.at(i+3).gap):
		return i + 3
	}
	return 0
}

// pathGoes reports a space inside a path: a separator follows soon.
func (v *view) pathGoes(j int) bool {
	for k := j; k < j+4 && k < len(v.toks); k++ {
		if v.toks[k].w == "\\" {
			return true
		}
		if k > j && v.toks[k].gap {
			break
		}
	}
	return false
}

// markup reads the start of review marks: [comment ...], <!-- -->, track changes.
func (v *view) markup(i int) int {
	t := &v.toks[i]
	switch {
	case t.w == "<" && v.word(i+1) == "!" && v.word(i+2) == "-", t.w == "{" && v.word(i+1) == "{", t.w == "/" && v.word(i+1) == "*", t.w == "<" && (v.word(i+1) == "ins" || v.word(i+1) == "del" || v.word(i+1) == "w"):
		return v.until(i, ">", "}")
	case (t.w == "(" || t.w == "[") && v.typists(i):
		return i + 5
	case t.w == "[" || t.w == "(" || t.w == "<" || t.w == "{":
		switch v.word(i + 1) {
		case "comment", "comments", "deleted", "inserted", "track", "tracked", "note", "reviewer", "edit", "edited", "redline", "markup", "author", "moved", "formatted", "struck", "strikethrough":
			return v.until(i, "]", ")")
		}
	case t.w == "[" && v.bracketed(i):
		return v.until(i, "]", "]")
	case t.w == "last" && (v.word(i+1) == "modified" || v.word(i+1) == "saved" || v.word(i+1) == "edited" || v.word(i+1) == "printed"):
		return i + 2
	case t.w == "transcribed" && t.cap, t.w == "author" && t.cap && v.at(i+1).cap, t.w == "exif", t.w == "loggist" && t.cap, t.w == "caption" && v.word(i+1) == ":", t.w == "transcriber":
		return i + 1
	case t.w == "serial" && v.at(i+1).kind == numTok:
		return i + 2
	case t.w == "track" || t.w == "tracked":
		if w := v.word(i + 1); (w == "changes" || w == "change") && (v.toks[i].cap || v.word(i+2) == ":" || v.word(i+2) == "on" || v.word(i+2) == "by") {
			return i + 2
		}
	case t.w == "~" && v.word(i+1) == "~":
		return i + 2
	case (t.w == "draft" || t.w == "version") && v.at(i+1).kind == mixTok && v.word(i + 1)[0] == 'v', t.w == "draft" && v.word(i+1) == "version":
		return i + 2
	case (t.w == "drafted" || t.w == "authored" || t.w == "prepared" || t.w == "typed" || t.w == "edited") && v.word(i+1) == "by" && (v.at(i+2).cap || ranks[v.word(i+2)]):
		return i + 3
	}
	return 0
}

// typists reports the initials of those who dictated and typed a paper, in
// brackets: (AH/tp).
func (v *view) typists(i int) bool {
	a, b := v.at(i+1), v.at(i+3)
	if w := v.word(i + 4); w != ")" && w != "]" {
		return false
	}
	short := func(t *tok) bool { return t.kind == wordTok && len(t.w) >= 2 && len(t.w) <= 3 }
	return v.word(i+2) == "/" && short(a) && short(b) && !v.at(i+2).gap && (a.caps || b.caps) && !(v.common(i+1) && v.common(i+3))
}

// bracketed reports square brackets round a remark of two words or more, other
// than a mark of removal.
func (v *view) bracketed(i int) bool {
	switch v.word(i + 1) {
	case "redacted", "removed", "name", "sic", "dot", "at", ".", "":
		return false
	}
	return v.at(i+1).kind != markTok && v.word(i+2) != "]" && v.at(i).gap
}

func (v *view) until(i int, a, b string) int {
	j := i + 1
	for j < len(v.toks) && j < i+60 {
		if v.toks[j].w == a || v.toks[j].w == b {
			return j + 1
		}
		j++
	}
	return j
}

// hidden reports characters that cannot be seen. They can carry a mark that
// tells copies apart.
func (c *checker) hidden() {
	h := c.dft.hidden
	if len(h) == 0 {
		return
	}
	s, e := h[0], h[len(h)-1]+1
	c.add(Finding{Kind: Metadata, Start: s, End: e, Text: c.dft.cut(s, e), Severity: Advise, Rule: "invisible-characters",
		Why: "There are characters here that cannot be seen.", SourceStart: -1, SourceEnd: -1, Acceptable: true})
}
