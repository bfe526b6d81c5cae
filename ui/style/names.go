package style

import "fyne.io/fyne/v2"

// Colours by meaning, beside Fyne's own names.
const (
	Ground     fyne.ThemeColorName = "corridorGround"     // behind the panels
	Panel      fyne.ThemeColorName = "corridorPanel"      // a panel
	Edge       fyne.ThemeColorName = "corridorEdge"       // its border
	Ink        fyne.ThemeColorName = "corridorInk"        // text
	Muted      fyne.ThemeColorName = "corridorMuted"      // captions
	Accent     fyne.ThemeColorName = "corridorAccent"     // what can be acted on
	Danger     fyne.ThemeColorName = "corridorDanger"     // life, refusal, blocking
	Due        fyne.ThemeColorName = "corridorDue"        // a clock running out
	Settled    fyne.ThemeColorName = "corridorSettled"    // done and sound
	Nav        fyne.ThemeColorName = "corridorNav"        // the rail
	NavOn      fyne.ThemeColorName = "corridorNavOn"      // the page we are on
	NavInk     fyne.ThemeColorName = "corridorNavInk"     // text on the rail
	NavMuted   fyne.ThemeColorName = "corridorNavMuted"   //
	Marking    fyne.ThemeColorName = "corridorMarking"    // the marking strip
	OnMarking  fyne.ThemeColorName = "corridorOnMarking"  //
	OnDanger   fyne.ThemeColorName = "corridorOnDanger"   //
	NeutralBed fyne.ThemeColorName = "corridorNeutralBed" // chips and highlights
	AccentBed  fyne.ThemeColorName = "corridorAccentBed"  //
	DangerBed  fyne.ThemeColorName = "corridorDangerBed"  //
	DueBed     fyne.ThemeColorName = "corridorDueBed"     //
	SettledBed fyne.ThemeColorName = "corridorSettledBed" //
	HiDanger   fyne.ThemeColorName = "corridorHiDanger"   // behind words in a text
	HiDue      fyne.ThemeColorName = "corridorHiDue"      //
	HiAccent   fyne.ThemeColorName = "corridorHiAccent"   //
	HiChosen   fyne.ThemeColorName = "corridorHiChosen"   // the finding that is looked at
)

// Sizes beside Fyne's own.
const (
	SizeTitle fyne.ThemeSizeName = "corridorTitle"
	SizePanel fyne.ThemeSizeName = "corridorPanelRadius"
)
