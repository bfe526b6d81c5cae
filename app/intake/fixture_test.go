package intake

import (
	"bytes"
	"compress/gzip"
	"net"
	"testing"
)

const fixtureMail = "From: Ann Example <ann@example.com>\r\nTo: desk@example.org\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/mixed; boundary=\"xx\"\r\n\r\n--xx\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nMeet at the caf=E9.\r\n" +
	"--xx\r\nContent-Type: text/csv; name=\"calls.csv\"\r\nContent-Disposition: attachment; filename=\"calls.csv\"\r\nContent-Transfer-Encoding: base64\r\n\r\nYSxiCjEsMgo=\r\n--xx--\r\n"

func dial() error {
	c, err := net.Dial("tcp", "127.0.0.1:1")
	if err != nil {
		// Refused by the far end would mean that a socket was made.
		if op, ok := err.(*net.OpError); ok && op.Op == "dial" && op.Err.Error() == "connect: connection refused" {
			return nil
		}
		return err
	}
	return c.Close()
}

func gzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(b)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
