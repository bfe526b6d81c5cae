package intake

// checkName warns when the extension says another kind than the content.
func (r *reader) checkName(name, kind string) {
	ext := extension(name)
	kinds, ok := extensionKinds(ext)
	if !ok || kind == "empty" {
		return
	}
	for _, k := range kinds {
		if k == kind {
			return
		}
	}
	r.warn("not-what-it-says", "%s is named as .%s and is %s", label(shorten(name, 100), "the file"), ext, kindWord(kind))
}

func extensionKinds(ext string) ([]string, bool) {
	switch ext {
	case "pdf":
		return []string{"pdf"}, true
	case "docx", "docm", "xlsx", "xlsm", "pptx", "pptm", "dotx", "dotm", "xlsb":
		return []string{"zip", "ole"}, true
	case "odt", "ods", "odp", "odg":
		return []string{"zip", "xml"}, true
	case "zip":
		return []string{"zip"}, true
	case "doc", "dot":
		return []string{"ole", "rtf", "word2", "wordperfect"}, true
	case "xls", "ppt":
		return []string{"ole", "excel4"}, true
	case "msg":
		return []string{"ole", "eml"}, true
	case "eml":
		return []string{"eml", "mbox"}, true
	case "rtf":
		return []string{"rtf"}, true
	case "html", "htm":
		return []string{"html", "xml", "txt", "eml"}, true
	case "jpg", "jpeg":
		return []string{"jpeg"}, true
	case "png", "gif", "bmp", "heic", "webp":
		return []string{ext}, true
	case "tif", "tiff":
		return []string{"tiff"}, true
	case "txt", "csv", "tsv", "json":
		return []string{"txt", "csv", "json", "html", "xml", "eml", "mbox", "openpgp", "openpgp-signed", "openpgp-key", "openpgp-signature", "rtf"}, true
	case "gz":
		return []string{"gzip"}, true
	case "bz2":
		return []string{"bzip2"}, true
	case "tar", "7z", "rar", "xz":
		return []string{ext}, true
	case "tgz":
		return []string{"gzip"}, true
	case "zst":
		return []string{"zstd"}, true
	}
	return nil, false
}

func kindWord(kind string) string {
	switch kind {
	case "ole":
		return "an OLE compound file"
	case "unknown":
		return "unknown data"
	case "txt":
		return "plain text"
	case "eml":
		return "a mail message"
	case "openpgp":
		return "an OpenPGP message"
	case "word2":
		return "a Word 2 document"
	case "excel4":
		return "an Excel 2 to 4 sheet"
	case "cab", "cpio", "ar", "7z", "rar":
		return "a " + kind + " archive"
	case "compress", "zstd", "lz4", "xz", "lzma":
		return "a file compressed by " + kind
	case "access":
		return "an Access database"
	case "pst":
		return "an Outlook mail store"
	case "onenote":
		return "a OneNote section"
	case "shortcut":
		return "a Windows shortcut"
	case "flash":
		return "a Flash film"
	case "program":
		return "a program"
	case "sqlite":
		return "an SQLite database"
	case "audio":
		return "a sound recording"
	case "video":
		return "a film"
	case "vcf":
		return "a contact card"
	case "ics":
		return "a calendar"
	case "binhex":
		return "a BinHex file"
	case "applefile":
		return "a Macintosh resource fork"
	case "pkcs7":
		return "an S/MIME object"
	case "write":
		return "a Windows Write document"
	case "wordperfect":
		return "a WordPerfect document"
	}
	return kind
}

func quietKind(kind string) bool {
	switch kind {
	case "jpeg", "png", "gif", "bmp", "tiff", "webp", "heic", "emf", "wmf", "openpgp-key", "applefile":
		return true
	}
	return false
}

func mediaOf(kind string) string {
	switch kind {
	case "txt":
		return "text/plain"
	case "csv", "html", "rtf", "xml":
		return "text/" + kind
	case "vcf":
		return "text/vcard"
	case "ics":
		return "text/calendar"
	case "eml", "msg":
		return "message/rfc822"
	case "jpeg", "png", "gif", "bmp", "tiff", "webp", "heic", "emf", "wmf":
		return "image/" + kind
	case "unknown", "empty", "":
		return "application/octet-stream"
	}
	return "application/" + kind
}
