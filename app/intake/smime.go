package intake

import (
	"encoding/asn1"
)

// smimeContent takes the signed content out of an opaque S/MIME part, or nil
// when it is encrypted or cannot be followed. The signature is not checked.
func smimeContent(b []byte) []byte {
	var outer struct {
		OID     asn1.ObjectIdentifier
		Content asn1.RawValue `asn1:"explicit,tag:0"`
	}
	if _, err := asn1.Unmarshal(b, &outer); err != nil || !outer.OID.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}) {
		return nil
	}
	var signed struct {
		Version int
		Digests asn1.RawValue
		Inner   struct {
			OID     asn1.ObjectIdentifier
			Content asn1.RawValue `asn1:"explicit,optional,tag:0"`
		}
	}
	if _, err := asn1.Unmarshal(outer.Content.FullBytes, &signed); err != nil {
		return nil
	}
	var content []byte
	if _, err := asn1.Unmarshal(signed.Inner.Content.FullBytes, &content); err != nil {
		return nil
	}
	return content
}
