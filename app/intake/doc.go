// Package intake turns the bytes of a hostile file into text, parts and
// warnings, and runs that work in a child process without keys.
//
// It owns: telling what a file is by its content, reading every kind that
// partners send, listing every part with whether it was read and why not, and
// the fence around all of it. It refuses to guess silently: what cannot be
// read is said to be unread and never looks empty; every limit that is
// reached is a warning or an error. It writes nothing, fetches nothing and
// runs nothing that a file holds.
//
// The rules it implements, in its own words: the original stays as it came
// and is known by its SHA-256; everything that could be read was read, hidden
// things included, and is shown as what it is; a file can cost only what the
// limits allow; a failed parse loses only itself.
//
// # The fence
//
// Runner starts the same binary with ChildArg, an empty environment and two
// pipes. On Linux the child limits its memory and processor time and installs
// a call filter that denies files, sockets and programs before it reads the
// first byte of the file; elsewhere Probe says what is not denied. The parent
// trusts nothing the child says that it can check, and ends a child that is
// too slow or too large. OpenPGP messages are opened by the parent (Opener),
// and their content is read by a child in turn.
//
// Pool keeps children waiting, so that a file does not wait for its child to
// start; each child still reads one file and is gone.
//
// # Parsers, each behind one function
//
//	charset        charset.Decode     golang.org/x/text; runner-up for guessing: gogs/chardet
//	HTML           readHTMLText       golang.org/x/net/html (its tokens only: no deep tree)
//	OLE streams    openOLE            github.com/richardlehane/mscfb; salvageOLE where it gives up
//	picture data   imageTags          github.com/bep/imagemeta; runner-up: dsoprea/go-exif
//	ZIP            openZip            archive/zip; runner-up: klauspost/compress
//	gz, bz2        decompress         the standard library
//	xz, lzma       decompress         github.com/ulikunitz/xz; runner-up: the cgo binding to liblzma
//	zstd           decompress         github.com/klauspost/compress/zstd; runner-up: DataDog/zstd, which is cgo
//	RAR            readRAR            github.com/nwaples/rardecode/v2; no other in Go is kept
//	7z             sevenzip.Open      our own reading of its directory over ulikunitz/xz (package sevenzip
//	                                  says why); runner-up: bodgit/sevenzip
//	PDF            readPDF            our own (package pdf says why), on package app/pdf/syntax;
//	                                  runners-up: ledongthuc/pdf, pdfcpu
//	mail           readMail           our own; runner-up: jhillyerd/enmime, which drops epilogues, merges
//	                                  bodies and loses which part was damaged
//	office XML     officeProse etc.   encoding/xml; runner-up for sheets: xuri/excelize, which
//	                                  refuses files that open with a repair in office programs
//	RTF, TNEF, MSG, DOC, XLS, PPT, XLSB  our own: no kept permissive module reads them
//	S/MIME         unwrapPKCS7        our own few elements of BER; encoding/asn1 reads no open lengths
//	signatures     cms.verify         github.com/smallstep/pkcs7; runner-up: go.mozilla.org/pkcs7, left by its makers
//	OpenPGP without a key             pgpMessage, cutCleartext: our own packets and armour; keys and
//	                                  signatures are the parent's (Opener, Verifier, Unlocker)
//	encrypted office and ODF files    openOffice, unsealODF: the standard library; runner-up for
//	                                  office: xuri/excelize
//
// # Read though no program shows it
//
// Deleted, hidden and earlier text; what a fast save left behind; stored data of
// pivot tables; strings of no cell; cells of other workbooks; connections;
// document variables; macro and script source; trace headers; properties of every
// kind; what a PDF draws where its replacement text says something else.
//
// # Not read
//
// Named and kept, and said to be unread: Word 2, PowerPoint 95, Windows
// Write, WordPerfect, cab, cpio, BinHex, Outlook mail stores, 7z under PPMd,
// databases, sound, film; text in pictures; text of PDF fonts that say nothing
// of their letters, unless codes or glyph numbers of the usual kind spell writing
// (said to be guessed). Digital signatures of office documents are not checked,
// which is said. Those of PDFs are (CMS and time stamps; not
// adbe.x509.rsa_sha1); the chain of their certificates is not, nor an OCSP
// answer that came along. S/MIME content is never decrypted. Numbers that a
// word processor counts by itself before its paragraphs are not in their text.
package intake
