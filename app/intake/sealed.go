package intake

// readSealedOffice opens an encrypted office document of the XML kind.
func (r *reader) readSealedOffice(in input, o *oleFile) found {
	return fail("ooxml", "password-required", "the document is encrypted; a passphrase is needed")
}
