package intake

import (
	"slices"
	"strings"
	"testing"
)

func TestSealedOfficeOpensWithItsPassphrase(t *testing.T) {
	rows := manifest(t, "intake", intakeRows)
	i := slices.IndexFunc(rows, func(r row) bool { return r.file == "hostile/poi-protected_agile.docx" })
	if i < 0 {
		t.Fatal("the encrypted document is not in the manifest")
	}
	b := rows[i].bytes(t)
	// The passphrase is the one that office programs try by themselves.
	if res := Read("a.docx", b, "VelvetSweatshop", Limits{}); res.Error != nil || res.Kind != "docx" || !strings.Contains(res.Text, "Agile protected document") {
		t.Errorf("%+v", res)
	}
	if res := Read("a.docx", b, "not it", Limits{}); !failed(res, "wrong-passphrase") {
		t.Errorf("%v", res.Error)
	}
}

func TestSealedZip(t *testing.T) {
	rows := manifest(t, "intake", intakeRows)
	i := slices.IndexFunc(rows, func(r row) bool { return r.file == "hostile/tika-testZipEncrypted.zip" })
	if i < 0 {
		t.Fatal("the encrypted archive is not in the manifest")
	}
	if res := Read("a.zip", rows[i].bytes(t), "not it", Limits{}); !warned(res, "wrong-passphrase") {
		t.Errorf("%v", res.Warnings)
	}
}
