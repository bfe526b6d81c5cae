package intake

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// inherited says whether this process came to life with a file or a socket
// open beside its three streams.
func inherited() bool {
	for fd := 3; fd < 256; fd++ {
		var st unix.Stat_t
		if unix.Fstat(fd, &st) != nil {
			continue
		}
		where, _ := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd))
		if strings.HasPrefix(where, "/sys/fs/cgroup/") { // the Go runtime asks there how many processors it may use
			continue
		}
		if kind := st.Mode & unix.S_IFMT; kind == unix.S_IFREG || kind == unix.S_IFSOCK || kind == unix.S_IFDIR {
			return true
		}
	}
	return false
}

// breakOut tries the calls behind every way out; its answer is 0 when each was
// refused.
func breakOut() int {
	for i, kind := range []struct{ domain, typ int }{
		{unix.AF_INET, unix.SOCK_STREAM}, {unix.AF_INET6, unix.SOCK_STREAM}, {unix.AF_INET, unix.SOCK_DGRAM}, {unix.AF_INET, unix.SOCK_RAW},
		{unix.AF_UNIX, unix.SOCK_STREAM}, {unix.AF_NETLINK, unix.SOCK_RAW}, {unix.AF_PACKET, unix.SOCK_RAW}, {unix.AF_VSOCK, unix.SOCK_STREAM},
	} {
		if _, err := unix.Socket(kind.domain, kind.typ, 0); err != unix.EPERM {
			return 30 + i
		}
	}
	if _, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0); err != unix.EPERM {
		return 40
	}
	for i, call := range []uintptr{unix.SYS_OPENAT, unix.SYS_OPENAT2, unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_MEMFD_CREATE,
		unix.SYS_IO_URING_SETUP, unix.SYS_BPF, unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_MOUNT, unix.SYS_KILL, unix.SYS_UNLINKAT, unix.SYS_RENAMEAT2, unix.SYS_MKDIRAT, unix.SYS_SYMLINKAT,
		unix.SYS_LINKAT, unix.SYS_FCHMODAT, unix.SYS_SENDMSG, unix.SYS_RECVMSG, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_ACCEPT4, unix.SYS_PIDFD_GETFD, unix.SYS_KEYCTL, unix.SYS_PERF_EVENT_OPEN} {
		if _, _, err := unix.RawSyscall(call, 0, 0, 0); err != unix.EPERM {
			return 50 + i
		}
	}
	return 0
}

// zeros packs n bytes of nothing.
func zeros(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	block := make([]byte, 1<<20)
	for range n >> 20 {
		_, _ = w.Write(block)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Whatever a file costs, its child stays under the ceiling it was given, and
// what came of the file is said.
func TestHostileFilesStayUnderTheCeiling(t *testing.T) {
	lim := Limits{Memory: 256 << 20, PartBytes: 32 << 20, Expanded: 96 << 20, TextBytes: 8 << 20}
	flat := func(n int) string {
		var b bytes.Buffer
		w := zlib.NewWriter(&b)
		_, _ = w.Write(make([]byte, n))
		_ = w.Close()
		return b.String()
	}
	nested := []byte(strings.Repeat("x", 1<<20))
	for range 8 {
		nested = zipOf(t, "a", string(nested), "b", string(nested))
	}
	quine := zeros(t, 64<<20)
	for range 12 { // gzip inside gzip, deeper than the limit lets it
		quine = gzipped(t, quine)
	}
	cells := strings.Repeat(`<row><c t="s"><v>0</v></c></row>`, 400_000)
	files := map[string][]byte{
		"a gigabyte of nothing.gz":    zeros(t, 1<<30),
		"nothing in nothing.gz":       gzipped(t, zeros(t, 256<<20)),
		"zip of zips.zip":             nested,
		"one long string.xlsx":        zipOf(t, "xl/workbook.xml", "<workbook/>", "xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("long ", 200_000)+"</t></si></sst>", "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+cells+"</sheetData></worksheet>"),
		"entities.xml":                []byte(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "` + strings.Repeat("x", 1000) + `"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>`),
		"elements in elements.xml":    []byte(`<?xml version="1.0"?>` + strings.Repeat("<a>", 1<<20)),
		"groups in groups.rtf":        []byte(`{\rtf1` + strings.Repeat("{", 1<<21)),
		"arrays in arrays.pdf":        []byte("%PDF-1.4\n1 0 obj" + strings.Repeat("[", 1<<21)),
		"a stream of nothing.pdf":     []byte(fmt.Sprintf("%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Contents 4 0 R>>endobj\n4 0 obj<</Filter/FlateDecode/Length 99>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>", flat(256<<20))),
		"boundaries.eml":              []byte("Content-Type: multipart/mixed; boundary=a\r\n\r\n" + strings.Repeat("--a\r\n", 1<<19)),
		"messages in messages.eml":    []byte(strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 1<<15)),
		"encoded words.eml":           []byte("Subject: " + strings.Repeat("=?utf-8?b?QQ==?= ", 1<<17) + "\r\nFrom: a@example.com\r\n\r\nx"),
		"nothing in an xz.xz":         packedBy(t, "xz", make([]byte, 64<<20)),
		"a gigabyte of nothing.zst":   packedBy(t, "zstd", make([]byte, 1<<30)),
		"nothing in a 7z.7z":          sevenzipSample(t, "zeros.7z"),
		"a gigabyte claimed.rar":      rarOf("a", make([]byte, 1<<20), 0),
		"gzip in gzip.gz":             quine,
		"a million parts.eml":         []byte("Content-Type: multipart/mixed; boundary=a\r\n\r\n" + strings.Repeat("--a\r\n\r\nx\r\n", 1_000_000) + "--a--\r\n"),
		"a million paragraphs.docx":   zipOf(t, "word/document.xml", `<w:document xmlns:w="w"><w:body>`+strings.Repeat("<w:p><w:r><w:t>words</w:t></w:r></w:p>", 1_000_000)+"</w:body></w:document>"),
		"deep elements.p7m":           append([]byte("0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02\xa0\x80"), bytes.Repeat([]byte{0x30, 0x80}, 1<<20)...),
		"tables on themselves.pdf":    []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev 60>>\nstartxref\n60\n%%EOF"),
		"billions of laughs.docx":     zipOf(t, "word/document.xml", `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document xmlns:w="w"><w:t>&c;</w:t></w:document>`),
		"a long line.txt":             bytes.Repeat([]byte("a"), 64<<20),
		"null bytes.txt":              make([]byte, 64<<20),
		"commas.csv":                  bytes.Repeat([]byte(","), 32<<20),
		"a folded card.vcf":           []byte("BEGIN:VCARD\nNOTE:" + strings.Repeat("x\n ", 1<<21) + "\nEND:VCARD\n"),
		"a chain on itself.doc":       append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 8<<20)...),
		"links.html":                  []byte(strings.Repeat(`<a href="http://x.example/">y</a>`, 1<<18)),
		"a bundle of nothing.json":    []byte(`{"type":"bundle","objects":[` + strings.Repeat(`{},`, 1<<19) + `{}]}`),
		"strings in a workbook.xls":   append([]byte("\x09\x08\x10\x00\x00\x06\x05\x00"), bytes.Repeat([]byte("\xfc\x00\x08\x00\xff\xff\xff\x7f\xff\xff\xff\x7f"), 1<<19)...),
		"attributes of a winmail.dat": append([]byte("\x78\x9f\x3e\x22\x01\x00"), bytes.Repeat([]byte("\x01\x03\x90\x06\x00\x04\x00\x00\x00\xff\xff\xff\x7f\xfc\x03"), 1<<18)...),
	}
	worst, worstName := int64(0), ""
	for name, b := range files {
		c, err := Runner{}.child(request{name, "", lim.orDefault(), time.Minute, int64(len(b))})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		a, err := c.exchange(context.Background(), b, lim.orDefault())
		peak := c.peak
		t.Logf("%-28s %4d MB %v", name, peak>>20, time.Since(began).Round(time.Millisecond))
		if peak > worst {
			worst, worstName = peak, name
		}
		if peak > lim.Memory+lim.Memory/4 {
			t.Errorf("%s: the child held %d MB, the ceiling is %d MB", name, peak>>20, lim.Memory>>20)
		}
		if err == nil && a.Result.Error == nil && len(a.Result.Warnings) == 0 && a.Result.Text == "" {
			t.Errorf("%s: read as if it were empty, without a word", name)
		}
		if err != nil {
			t.Logf("%s: the child was ended: %v", name, lost(b, false, time.Minute, c.cmd).Error)
		}
	}
	t.Logf("%d hostile files; the most that a child held was %d MB (%s), of %d allowed", len(files), worst>>20, worstName, lim.Memory>>20)
}

// The samples that were made to hurt stay under the ceiling that the program
// sets, too.
func TestHostileSamplesStayUnderTheCeiling(t *testing.T) {
	lim := Limits{}.orDefault()
	worst, worstName, n := int64(0), "", 0
	for _, r := range manifest(t, "intake", intakeRows) {
		if !strings.HasPrefix(r.file, "hostile/") {
			continue
		}
		b := r.bytes(t)
		c, err := Runner{}.child(request{r.file, "", lim, time.Minute, int64(len(b))})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.exchange(context.Background(), b, lim); err != nil {
			t.Errorf("%s: %v", r.file, err)
		}
		if n++; c.peak > worst {
			worst, worstName = c.peak, r.file
		}
		if c.peak > lim.Memory {
			t.Errorf("%s: the child held %d MB, the ceiling is %d MB", r.file, c.peak>>20, lim.Memory>>20)
		}
	}
	if n < 26 {
		t.Errorf("%d hostile samples, there should be 26", n)
	}
	t.Logf("%d hostile samples; the most that a child held was %d MB (%s), of %d allowed", n, worst>>20, worstName, lim.Memory>>20)
}
