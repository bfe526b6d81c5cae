// Package recipient owns who may receive a release: a certificate, who its
// holder is (content), and whether somebody read the fingerprint with them by
// voice. A recipient is used only once confirmed (domain rule H14: recipient
// identity and clearance are recorded before anything is sent).
//
// It refuses: judging certificates (the vault's sealer does) and choosing
// recipients (people do).
package recipient
