// Package assets holds embedded bytes: fonts, icons and the words of every
// message. It holds no rules and reads nothing from the disk.
//
// Inter is used under the SIL Open Font License; its text stands beside the
// fonts in fonts/OFL.txt.
package assets
