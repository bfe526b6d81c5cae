package page

import (
	"context"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// vault is the vault itself: how it stands and was checked, its backups and
// restores, its recovery key, and what is handed out of it.
func (u *Unit) vault() fyne.CanvasObject {
	left := part.Stack(14, u.standing(), u.check(), u.recoveryKey())
	right := part.Stack(14, u.backupList(), u.handing())
	split := container.NewHSplit(part.Panel(part.Scroller(left)), part.Panel(part.Scroller(right)))
	split.Offset = 0.46
	return split
}

func (u *Unit) standing() fyne.CanvasObject {
	code := part.Line(present.Grouped(u.u.HeadCode), theme.SizeNameHeadingText, style.Ink, true)
	code.TextStyle.Monospace = true
	box := part.Stack(8, part.SubHeading(u.u.Name), part.Facts([2]string{words.T("vault.ceiling"), string(u.u.Ceiling)}, [2]string{words.T("vault.entries"), words.Count("journal.entries", int(u.u.Entries))}),
		part.Label(words.T("vault.headcode")), code, aside(words.T("vault.headcode.text")))
	if u.u.Provisional {
		box.Add(part.Card(part.Due, part.Prose(words.T("vault.provisional"), style.Due)))
	}
	return box
}

// check is the full check: how far this session is, its last result, and the
// two ways to go on.
func (u *Unit) check() fyne.CanvasObject {
	now := u.host.Now()
	box := part.Stack(6, part.Label(words.T("fullcheck.title")), linesOf([]present.Word{present.CheckedLine(now, u.status)}))
	if u.when != "" {
		tone := part.Settled
		if u.checked.Refusal {
			tone = part.Danger
		}
		box.Add(part.Card(tone, part.Stack(-4, part.Strong(words.T("fullcheck.last", u.when, u.checked.Title), style.Ink), part.Prose(u.checked.Text, style.Ink))))
	}
	all := part.NewPrimary(words.T("fullcheck.again"), theme.ConfirmIcon(), func() {
		lane(u.host, "verify", "verify", func(ctx context.Context, _ func(done, total int)) (app.VerifyReport, error) {
			return u.desk.Verify(ctx)
		}, u.found)
	})
	row := []fyne.CanvasObject{all}
	if u.status.ToCheck > 0 {
		row = append(row, part.NewButton(words.T("fullcheck.rest"), theme.MediaPlayIcon(), func() {
			lane(u.host, "verify", "verify", func(ctx context.Context, report func(done, total int)) (app.VerifyReport, error) {
				return u.desk.Recheck(ctx, func(done, total uint64) { report(int(done), int(total)) })
			}, u.found)
		}))
	}
	box.Add(acts(row...))
	return box
}

// found shows what a check found, and keeps it for as long as the desk is open.
func (u *Unit) found(r app.VerifyReport) {
	u.checked, u.when = present.VerifyWords(r), present.When(u.host.Now(), u.host.Now())
	u.draw()
	u.host.Changed()
}

func (u *Unit) handing() fyne.CanvasObject {
	return part.Stack(6, part.Label(words.T("export.title")), aside(words.T("export.text")),
		acts(part.NewButton(words.T("export"), theme.DocumentSaveIcon(), u.export)))
}

// export hands out everything that is open here, encrypted to one certificate.
func (u *Unit) export() {
	cert, heard, why := u.certificateField(), part.NewField(words.T("export.heard.hint")), part.NewField("")
	body := part.Stack(8, part.Prose(words.T("export.form"), style.Ink), cert.object, part.Columns(part.Labelled(words.T("export.heard"), heard), part.Labelled(words.T("export.why"), why)))
	ready := func() string {
		if s := cert.ready(); s != "" {
			return s
		}
		return filled(why)()
	}
	askForm(u.host, untitled(words.T("export")), words.T("export.verb"), body, cert.area, fyne.NewSize(680, 410), ready, func() {
		in := app.ExportInput{Certificate: cert.bytes(), Heard: heard.Value(), Reason: why.Value()}
		u.host.Files().Folder(words.T("files.export"), func(dir string) {
			to := filepath.Join(dir, present.ExportName(u.host.Now()))
			files := u.host.Files()
			act(u.host, "export", func(ctx context.Context) (app.ExportView, error) {
				return u.desk.Export(ctx, in, func(name string, b []byte) error { return files.Write(to, name, b) })
			}, func(v app.ExportView) {
				u.host.Ask().Tell(words.T("export.done"), present.Exported(v, to))
			})
		})
	})
}

func (u *Unit) backupList() fyne.CanvasObject {
	box := part.Stack(6, part.Label(words.T("vault.backup")), aside(words.T("vault.backup.text")),
		acts(part.NewPrimary(words.T("backup"), theme.DocumentSaveIcon(), u.backup)))
	if len(u.backups) == 0 {
		box.Add(say(words.T("backup.none"), style.Due))
	}
	for i := len(u.backups) - 1; i >= 0; i-- {
		b := u.backups[i]
		line, facts := present.BackupFacts(u.host.Now(), b)
		restore := part.Side(0, part.NewButton(words.T("restore.from"), theme.ContentUndoIcon(), func() { u.restore(b.Seq) }))
		box.Add(part.Rule())
		box.Add(container.NewBorder(nil, nil, nil, restore, part.Stack(-4, part.Inset(part.Strong(line, style.Ink), -7, 0), part.Facts(facts...))))
	}
	box.Add(part.Rule())
	box.Add(aside(words.T("restore.text")))
	box.Add(acts(part.NewButton(words.T("restore"), theme.ContentUndoIcon(), func() { u.restore(0) }), part.NewButton(words.T("restore.accept"), theme.ConfirmIcon(), u.accept)))
	return box
}

// backup copies the vault into a folder of the officer's choice.
func (u *Unit) backup() {
	u.host.Files().Folder(words.T("files.backup"), func(dir string) {
		to := filepath.Join(dir, present.BackupName(u.host.Now()))
		act(u.host, "backup", func(ctx context.Context) (app.BackupView, error) { return u.desk.Backup(ctx, to) }, func(b app.BackupView) {
			u.host.Ask().Tell(words.T("backup.done"), words.T("backup.done.text", b.Place, b.Seq, present.Grouped(b.Head), dayText(b.Expires)))
		})
	})
}

// restore is the first half of recording that the journal went on from a
// backup whose last entry was ended; 0 when the officer has to say.
func (u *Unit) restore(ended uint64) {
	last, code, lost := part.NewField(""), part.NewField("XXXX XXXX XXXX XXXX"), part.NewField(words.T("restore.lost.hint"))
	if ended > 0 {
		last.SetText(strconv.FormatUint(ended, 10))
	}
	what := part.NewArea("", 3)
	body := part.Stack(8, part.Prose(words.T("restore.form"), style.Ink), part.Columns(part.Labelled(words.T("restore.ended"), last), part.Labelled(words.T("restore.code"), code)),
		part.Labelled(words.T("restore.lost"), lost), part.Labelled(words.T("restore.what"), what))
	ready := func() string {
		if code.Value() == "" || what.Value() == "" {
			return words.T("ask.fill")
		}
		_, ok := place(last)
		if _, known := place(lost); !ok || lost.Value() != "" && !known {
			return words.T("restore.badplace")
		}
		return ""
	}
	askForm(u.host, untitled(words.T("restore")), words.T("restore.verb"), body, last, fyne.NewSize(620, 400), ready, func() {
		from, _ := place(last)
		to, _ := place(lost)
		head, lostWhat := code.Value(), what.Value()
		done(u.host, "record", func(ctx context.Context) error { return u.desk.ProposeRestore(ctx, from, head, to, lostWhat) }, func() {
			u.host.Ask().Tell(words.T("officers.proposed"), words.T("restore.proposed"))
		})
	})
}

// accept takes up, on this desk, a restore that two officers recorded.
func (u *Unit) accept() {
	u.host.Ask().Secret(untitled(words.T("restore.accept")), words.T("restore.accept.text"), words.T("unlock.passphrase"), words.T("restore.accept.verb"), func(pass []byte) {
		u.record(func(ctx context.Context) error {
			defer clear(pass)
			return u.desk.AcceptRestore(ctx, pass)
		})
	})
}
