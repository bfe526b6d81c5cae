package rtf

import (
	"strconv"
	"strings"
)

func (p *parser) apply(w string, n int, has bool) {
	if w != "u" {
		p.flush()
	}
	if p.format(w, n, has) || p.sign(w, n) {
		p.g.fresh = false
		return
	}
	p.destination(w)
	p.g.fresh = false
}

// format are the words that change how what follows is read.
func (p *parser) format(w string, n int, has bool) bool {
	switch w {
	case "ansicpg":
		if n > 0 {
			p.ansi = "cp" + strconv.Itoa(n)
			p.g.page = p.ansi
			for i := range p.stack {
				p.stack[i].page = p.ansi
			}
		}
	case "mac":
		p.ansi, p.g.page = "mac-roman", "mac-roman"
	case "pc":
		p.ansi, p.g.page = "cp437", "cp437"
	case "pca":
		p.ansi, p.g.page = "cp850", "cp850"
	case "uc":
		p.g.uc = max(0, min(n, 100))
	case "u":
		p.unicode(n)
	case "f":
		p.font = n
		if p.g.dest != fonts {
			p.g.page = p.ansi
			if pg, ok := p.pages[n]; ok && pg != "" {
				p.g.page = pg
			}
		}
	case "fcharset":
		if p.g.dest == fonts {
			p.pages[p.font] = pageOf(n)
		}
	case "cpg":
		if p.g.dest == fonts && n > 0 {
			p.pages[p.font] = "cp" + strconv.Itoa(n)
		}
	case "v":
		p.g.hidden = !has || n != 0
	case "deleted":
		p.g.erased = !has || n != 0
		p.d.Changed = true
	case "revised":
		p.d.Changed = true
	case "plain":
		p.g.hidden, p.g.erased, p.g.page = false, false, p.ansi
	case "fromhtml":
		p.html = true
	case "htmlrtf":
		p.g.noHTML = !has || n != 0
	default:
		return false
	}
	return true
}

// sign are the words that stand for text.
func (p *parser) sign(w string, n int) bool {
	switch w {
	case "par", "line", "sect", "page", "column", "softline", "lbr":
		p.text("\n")
	case "tab", "cell", "nestcell":
		p.text("\t")
	case "row", "nestrow":
		p.text("\n")
	case "emdash":
		p.text("—")
	case "endash":
		p.text("–")
	case "lquote":
		p.text("‘")
	case "rquote":
		p.text("’")
	case "ldblquote":
		p.text("“")
	case "rdblquote":
		p.text("”")
	case "bullet":
		p.text("•")
	case "emspace", "enspace", "qmspace":
		p.text(" ")
	default:
		return false
	}
	return true
}

// destination are the words that say where the group's text goes.
func (p *parser) destination(w string) {
	if p.g.dest == skip {
		return
	}
	switch w {
	case "fonttbl":
		p.g.dest = fonts
	case "pict":
		p.d.Images++
		p.g.dest = skip
	case "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "generator", "themedata", "colorschememapping", "latentstyles", "datastore", "xmlnstbl",
		"filetbl", "revtbl", "mmathPr", "nonshppict", "bkmkstart", "bkmkend", "objname", "listname", "pgptbl", "wgrffmtfilter", "blipuid", "sp", "sn", "sv", "pnseclvl", "factoidname", "fchars", "lchars", "template", "passwordhash", "objalias", "objsect", "atrfstart", "atrfend", "atndate", "atnparent", "defchp", "defpap", "upr", "mhtmltag", "listtext":
		if w == "upr" || w == "listtext" {
			return // the text inside counts
		}
		p.g.dest = skip
	case "info":
		p.g.dest, p.g.key = skip, "info"
		p.g.dest = info
	case "title", "subject", "author", "manager", "company", "operator", "category", "keywords", "comment", "doccomm", "hlinkbase":
		if p.g.dest == info {
			p.g.key = w
		}
	case "creatim", "revtim", "printim", "buptim":
		p.g.dest = skip
	case "fldinst":
		p.g.dest = field
	case "objdata":
		p.g.dest = object
	case "objclass":
		p.g.dest = class
	case "footnote":
		p.out.WriteString(" [note:")
	case "annotation":
		p.g.dest = note
	case "atnauthor", "atnid":
		p.g.dest = skip
	case "htmltag":
		p.g.dest = tag
	case "shpinst", "shptxt", "shprslt", "fldrslt", "result", "header", "footer", "headerl", "headerr", "headerf", "footerl", "footerr", "footerf", "ud", "shppict", "pntext", "ftnsep":
		if w == "shprslt" {
			p.g.dest = skip // the same again for older programs
		}
		if strings.HasPrefix(w, "header") || strings.HasPrefix(w, "footer") {
			p.out.WriteString("\n")
		}
	default:
		if p.g.starred && p.g.fresh {
			p.g.dest = skip
		}
	}
}

func pageOf(charset int) string {
	switch charset {
	case 0:
		return "windows-1252"
	case 77:
		return "mac-roman"
	case 128:
		return "shift_jis"
	case 129, 130:
		return "cp949"
	case 134:
		return "gb18030"
	case 136:
		return "big5"
	case 161:
		return "windows-1253"
	case 162:
		return "windows-1254"
	case 163:
		return "windows-1258"
	case 177:
		return "windows-1255"
	case 178, 179, 180:
		return "windows-1256"
	case 186:
		return "windows-1257"
	case 204:
		return "windows-1251"
	case 222:
		return "windows-874"
	case 238:
		return "windows-1250"
	case 254, 255:
		return "cp437"
	case 89:
		return "mac-cyrillic"
	}
	return ""
}
