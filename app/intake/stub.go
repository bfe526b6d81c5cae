package intake

func (r *reader) readRTF(in input) found  { return fail("rtf", "unsupported", "this kind is not read yet") }
func (r *reader) readOLE(in input) found  { return fail("ole", "unsupported", "this kind is not read yet") }
func (r *reader) readTNEF(in input) found { return fail("tnef", "unsupported", "this kind is not read yet") }
func macroSource(b []byte) string         { return "" }
