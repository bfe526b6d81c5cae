package assets

import _ "embed"

//go:embed fonts/Inter-Regular.otf
var interRegular []byte

//go:embed fonts/Inter-SemiBold.otf
var interSemiBold []byte

//go:embed fonts/OFL.txt
var fontLicence string

//go:embed icons/app.svg
var appIcon []byte

//go:embed words/en-GB.txt
var words string

// FontRegular is Inter Regular, an OpenType font.
func FontRegular() []byte { return interRegular }

// FontSemiBold is Inter SemiBold, an OpenType font.
func FontSemiBold() []byte { return interSemiBold }

// FontLicence is the text under which both fonts are used.
func FontLicence() string { return fontLicence }

// AppIcon is the program's icon as SVG.
func AppIcon() []byte { return appIcon }

// Words is the en-GB text of every message: one "key = text" a line.
func Words() string { return words }
