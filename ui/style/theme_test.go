package style

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	lin := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(n.R) + 0.7152*lin(n.G) + 0.0722*lin(n.B)
}

func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

// Text must be readable: WCAG 2.1 AA asks for 4.5 to 1.
func TestContrast(t *testing.T) {
	pairs := []struct{ ink, bed fyne.ThemeColorName }{
		{Ink, Panel}, {Ink, Ground}, {Muted, Panel}, {Muted, Ground}, {Muted, theme.ColorNameSelection},
		{Accent, Panel}, {Accent, Ground}, {Danger, Panel}, {Danger, Ground}, {Due, Panel}, {Due, Ground}, {Settled, Panel},
		{NavInk, Nav}, {NavMuted, Nav}, {NavInk, NavOn}, {OnMarking, Marking}, {OnDanger, Danger},
		{Muted, NeutralBed}, {Accent, AccentBed}, {Danger, DangerBed}, {Due, DueBed}, {Settled, SettledBed},
		{Ink, HiDanger}, {Ink, HiDue}, {Ink, HiAccent}, {Ink, HiChosen}, {Ink, theme.ColorNameSelection},
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary},
		{theme.ColorNameForegroundOnError, theme.ColorNameError},
		{theme.ColorNamePlaceHolder, theme.ColorNameInputBackground},
		{Ink, theme.ColorNameButton},
	}
	for _, dark := range []bool{false, true} {
		th := New(dark)
		for _, p := range pairs {
			if got := contrast(th.Color(p.ink, 0), th.Color(p.bed, 0)); got < 4.5 {
				t.Errorf("dark=%v: %s on %s is %.2f to 1", dark, p.ink, p.bed, got)
			}
		}
	}
}

func TestPalettesNameTheSameColours(t *testing.T) {
	l, d := light(), dark()
	for n := range l {
		if _, ok := d[n]; !ok {
			t.Errorf("dark lacks %s", n)
		}
	}
	for n := range d {
		if _, ok := l[n]; !ok {
			t.Errorf("light lacks %s", n)
		}
	}
}

func TestVariantIsIgnored(t *testing.T) {
	th := New(true)
	if th.Color(Ground, theme.VariantLight) != th.Color(Ground, theme.VariantDark) {
		t.Error("the shell's variant changed the colour")
	}
	if !th.Dark() || New(false).Dark() {
		t.Error("Dark tells the wrong one")
	}
}

func TestFontsAreInter(t *testing.T) {
	th := New(false)
	if th.Font(fyne.TextStyle{}).Name() != "Inter-Regular.otf" || th.Font(fyne.TextStyle{Bold: true}).Name() != "Inter-SemiBold.otf" {
		t.Error("not Inter")
	}
	if th.Size(theme.SizeNameText) != 13 {
		t.Error("text is not 13")
	}
}
