package style

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// hex is 0xRRGGBBAA.
type hex uint32

func (h hex) rgba() color.NRGBA {
	return color.NRGBA{R: uint8(h >> 24), G: uint8(h >> 16), B: uint8(h >> 8), A: uint8(h)}
}

func (t *Theme) palette(name fyne.ThemeColorName) (hex, bool) {
	if t.dark {
		h, ok := darkColours()[name]
		return h, ok
	}
	h, ok := lightColours()[name]
	return h, ok
}

type colours map[fyne.ThemeColorName]hex

// The two palettes are made once and only read.
var lightColours, darkColours = fixed(light()), fixed(dark())

func fixed(c colours) func() colours { return func() colours { return c } }

func light() colours {
	return colours{
		Ground: 0xF4F6F9FF, Panel: 0xFFFFFFFF, Edge: 0xDDE3EBFF, Ink: 0x17202EFF, Muted: 0x566274FF,
		Accent: 0x1D5FA8FF, Danger: 0xB3261EFF, Due: 0x8A5A00FF, Settled: 0x1E6B3AFF,
		Nav: 0x14213AFF, NavOn: 0x21395FFF, NavInk: 0xE9EEF6FF, NavMuted: 0xA3B2CAFF,
		Marking: 0x8C1D2BFF, OnMarking: 0xFFFFFFFF, OnDanger: 0xFFFFFFFF,
		NeutralBed: 0xE8ECF2FF, AccentBed: 0xDCE9F8FF, DangerBed: 0xFBDFDDFF, DueBed: 0xFCEBC8FF, SettledBed: 0xDDF0E3FF,
		HiDanger: 0xFBD3D0FF, HiDue: 0xFCE5B6FF, HiAccent: 0xD2E4F9FF, HiChosen: 0xF3A9A3FF,

		theme.ColorNameBackground:          0xF4F6F9FF,
		theme.ColorNameForeground:          0x17202EFF,
		theme.ColorNamePrimary:             0x1D5FA8FF,
		theme.ColorNameHyperlink:           0x1D5FA8FF,
		theme.ColorNameFocus:               0x1D5FA866,
		theme.ColorNameButton:              0xE8ECF2FF,
		theme.ColorNameDisabledButton:      0xEEF1F5FF,
		theme.ColorNameDisabled:            0x7A8596FF,
		theme.ColorNameHover:               0x1D5FA814,
		theme.ColorNamePressed:             0x1D5FA830,
		theme.ColorNameSelection:           0xDCE6F3FF,
		theme.ColorNameInputBackground:     0xFFFFFFFF,
		theme.ColorNameInputBorder:         0xB7C1CFFF,
		theme.ColorNamePlaceHolder:         0x667286FF,
		theme.ColorNameSeparator:           0xDDE3EBFF,
		theme.ColorNameShadow:              0x14213A1C,
		theme.ColorNameScrollBar:           0x8A97AA99,
		theme.ColorNameScrollBarBackground: 0x00000000,
		theme.ColorNameMenuBackground:      0xFFFFFFFF,
		theme.ColorNameOverlayBackground:   0xFFFFFFFF,
		theme.ColorNameHeaderBackground:    0xF4F6F9FF,
		theme.ColorNameError:               0xB3261EFF,
		theme.ColorNameWarning:             0x8A5A00FF,
		theme.ColorNameSuccess:             0x1E6B3AFF,
		theme.ColorNameForegroundOnPrimary: 0xFFFFFFFF,
		theme.ColorNameForegroundOnError:   0xFFFFFFFF,
		theme.ColorNameForegroundOnWarning: 0xFFFFFFFF,
		theme.ColorNameForegroundOnSuccess: 0xFFFFFFFF,
	}
}

func dark() colours {
	return colours{
		Ground: 0x11161FFF, Panel: 0x171D28FF, Edge: 0x2A3342FF, Ink: 0xE6EBF2FF, Muted: 0x9BA8BAFF,
		Accent: 0x6BA6EAFF, Danger: 0xF0726AFF, Due: 0xE5A53AFF, Settled: 0x63BE86FF,
		Nav: 0x0B0F16FF, NavOn: 0x1C2C48FF, NavInk: 0xE6EBF2FF, NavMuted: 0x93A1B6FF,
		Marking: 0x8C1D2BFF, OnMarking: 0xFFFFFFFF, OnDanger: 0x1A0A09FF,
		NeutralBed: 0x262F3DFF, AccentBed: 0x1B3049FF, DangerBed: 0x452021FF, DueBed: 0x3F300FFF, SettledBed: 0x17352AFF,
		HiDanger: 0x5F2624FF, HiDue: 0x584113FF, HiAccent: 0x1E4064FF, HiChosen: 0x8F322DFF,

		theme.ColorNameBackground:          0x11161FFF,
		theme.ColorNameForeground:          0xE6EBF2FF,
		theme.ColorNamePrimary:             0x5B9BE6FF,
		theme.ColorNameHyperlink:           0x6BA6EAFF,
		theme.ColorNameFocus:               0x5B9BE666,
		theme.ColorNameButton:              0x262F3DFF,
		theme.ColorNameDisabledButton:      0x1D2430FF,
		theme.ColorNameDisabled:            0x748094FF,
		theme.ColorNameHover:               0x5B9BE61F,
		theme.ColorNamePressed:             0x5B9BE640,
		theme.ColorNameSelection:           0x22344FFF,
		theme.ColorNameInputBackground:     0x131923FF,
		theme.ColorNameInputBorder:         0x3A4557FF,
		theme.ColorNamePlaceHolder:         0x8592A6FF,
		theme.ColorNameSeparator:           0x2A3342FF,
		theme.ColorNameShadow:              0x00000073,
		theme.ColorNameScrollBar:           0x6B788C99,
		theme.ColorNameScrollBarBackground: 0x00000000,
		theme.ColorNameMenuBackground:      0x1B2230FF,
		theme.ColorNameOverlayBackground:   0x1B2230FF,
		theme.ColorNameHeaderBackground:    0x11161FFF,
		theme.ColorNameError:               0xF0726AFF,
		theme.ColorNameWarning:             0xE5A53AFF,
		theme.ColorNameSuccess:             0x63BE86FF,
		theme.ColorNameForegroundOnPrimary: 0x0B1320FF,
		theme.ColorNameForegroundOnError:   0x1A0A09FF,
		theme.ColorNameForegroundOnWarning: 0x1A1204FF,
		theme.ColorNameForegroundOnSuccess: 0x06170DFF,
	}
}
