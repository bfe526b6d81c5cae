package style

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"corridor/assets"
)

// Theme is the desk's look. It decides on light or dark itself.
type Theme struct {
	dark          bool
	regular, semi fyne.Resource
}

var _ fyne.Theme = (*Theme)(nil)

// New makes the light or the dark theme.
func New(dark bool) *Theme {
	return &Theme{
		dark:    dark,
		regular: fyne.NewStaticResource("Inter-Regular.otf", assets.FontRegular()),
		semi:    fyne.NewStaticResource("Inter-SemiBold.otf", assets.FontSemiBold()),
	}
}

// Dark reports which of the two it is.
func (t *Theme) Dark() bool { return t.dark }

// Color gives a colour by name; the variant proposed is ignored.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if hex, ok := t.palette(name); ok {
		return hex.rgba()
	}
	variant := theme.VariantLight
	if t.dark {
		variant = theme.VariantDark
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font gives Inter; monospaced text and symbols keep Fyne's own fonts.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Monospace || s.Symbol:
		return theme.DefaultTheme().Font(s)
	case s.Bold:
		return t.semi
	}
	return t.regular
}

// Icon gives Fyne's icons.
func (t *Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size gives sizes in device-independent pixels.
func (t *Theme) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return 13
	case theme.SizeNameCaptionText:
		return 11
	case theme.SizeNameSubHeadingText:
		return 15
	case theme.SizeNameHeadingText, SizeTitle:
		return 19
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 7
	case theme.SizeNameLineSpacing:
		return 3
	case theme.SizeNameInlineIcon:
		return 17
	case theme.SizeNameInputRadius:
		return 4
	case theme.SizeNameSelectionRadius:
		return 3
	case SizePanel:
		return 6
	case theme.SizeNameInputBorder, theme.SizeNameSeparatorThickness:
		return 1
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	}
	return theme.DefaultTheme().Size(n)
}

// Colour gives a colour of the theme in use. Canvas objects keep what they
// were given, so a change of theme builds the content anew.
func Colour(name fyne.ThemeColorName) color.Color { return theme.Color(name) }

// Size gives a size of the theme in use.
func Size(name fyne.ThemeSizeName) float32 { return theme.Size(name) }

// Clear is no colour at all.
func Clear() color.Color { return color.Transparent }
