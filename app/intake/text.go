package intake

// readText reads plain text in whatever set it is.
func (r *reader) readText(in input) found {
	d := r.decode(in.b, in.charset)
	if d.NotText {
		return fail("txt", "unknown-charset", "the bytes are no text in any character set that could be told")
	}
	r.say(d.Text)
	return found{kind: "txt", charset: d.Charset}
}
