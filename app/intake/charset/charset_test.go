package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

func encode(t testing.TB, label, text string) []byte {
	t.Helper()
	e := encodingOf(label)
	if e == nil {
		t.Fatalf("no encoding %s", label)
	}
	b, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", label, err)
	}
	return b
}

const (
	russian = "Мы встретились на старой площади, и он сказал, что завтра вечером привезут груз. Никто не должен знать об этом, кроме нас двоих. Подъезд закрыт."
	ukr     = "Ми зустрілися на старій площі, і він сказав, що завтра ввечері привезуть вантаж. Ніхто не повинен знати про це, крім нас двох."
	bulg    = "Срещнахме се на стария площад и той каза, че утре вечер ще докарат стоката. Никой не трябва да знае за това освен нас двамата."
	greek   = "Συναντηθήκαμε στην παλιά πλατεία και είπε ότι αύριο το βράδυ θα φέρουν το φορτίο. Κανείς δεν πρέπει να το ξέρει."
	hebrew  = "נפגשנו בכיכר הישנה והוא אמר שמחר בערב יביאו את הסחורה. אסור לאף אחד לדעת על זה חוץ משנינו."
	arabic  = "التقينا في الساحة القديمة وقال إنهم سيحضرون البضاعة مساء غد. لا يجب أن يعرف أحد بهذا الأمر سوانا."
	turkish = "Eski meydanda buluştuk ve yarın akşam yükün getirileceğini söyledi. Bunu bizden başka kimse bilmemeli, İstanbul'dan gelecek."
	polish  = "Spotkaliśmy się na starym rynku i powiedział, że jutro wieczorem przywiozą ładunek. Nikt oprócz nas nie może się o tym dowiedzieć, żadnych źródeł."
	czech   = "Sešli jsme se na starém náměstí a řekl, že zítra večer přivezou zboží. Nikdo kromě nás dvou o tom nesmí vědět, příští týden."
	french  = "Nous nous sommes retrouvés à l’ancienne place et il a dit que demain soir la marchandise serait livrée. Personne ne doit être prévenu, ça reste entre nous."
	german  = "Wir trafen uns auf dem alten Platz, und er sagte, dass morgen Abend die Ladung käme. Niemand außer uns darf es wissen – schöne Grüße aus München."
	lith    = "Mes susitikome senojoje aikštėje ir jis pasakė, kad rytoj vakare atveš krovinį. Niekas, išskyrus mus, neturi apie tai žinoti."
	japan   = "私たちは古い広場で会い、明日の夜に荷物が届くと彼は言いました。このことは誰にも知られてはいけません。"
	korean_ = "우리는 오래된 광장에서 만났고 그는 내일 저녁에 짐이 도착한다고 말했다. 아무도 이것을 알아서는 안 된다."
	chinese = "我们在旧广场见面，他说明天晚上货物会送到。除了我们两个人，谁也不能知道这件事。"
	trad    = "我們在舊廣場見面，他說明天晚上貨物會送到。除了我們兩個人，誰也不能知道這件事。"
	thai    = "เราพบกันที่จัตุรัสเก่าและเขาบอกว่าพรุ่งนี้เย็นจะมีของมาส่ง ไม่มีใครควรรู้เรื่องนี้นอกจากเรา"
)

func TestDetectFindsTheSetOfOrdinaryProse(t *testing.T) {
	for _, c := range []struct{ label, text string }{
		{"windows-1251", russian}, {"koi8-r", russian}, {"iso-8859-5", russian}, {"mac-cyrillic", russian}, {"cp866", russian},
		{"windows-1251", ukr}, {"koi8-u", ukr}, {"windows-1251", bulg},
		{"windows-1253", greek}, {"iso-8859-7", greek}, {"windows-1255", hebrew}, {"windows-1256", arabic}, {"iso-8859-6", arabic},
		{"windows-1254", turkish}, {"windows-1250", polish}, {"iso-8859-2", polish}, {"windows-1250", czech}, {"iso-8859-2", czech},
		{"windows-1252", french}, {"windows-1252", german}, {"cp850", strings.ReplaceAll(german, "–", "-")}, {"windows-1257", lith},
		{"shift_jis", japan}, {"euc-jp", japan}, {"iso-2022-jp", japan}, {"euc-kr", korean_}, {"gb18030", chinese}, {"big5", trad}, {"windows-874", thai},
		{"utf-16le", french}, {"utf-16be", russian}, {"utf-16le", chinese},
	} {
		b := encode(t, c.label, c.text)
		got := Decode(b, "")
		if got.Text != c.text {
			t.Errorf("%s: read as %s: %.60q", c.label, got.Charset, got.Text)
		}
	}
}

func TestDetectEBCDIC(t *testing.T) {
	want := "The quick [brown] fox jumps over the lazy dog! It is 5 | 6 ^ 7."
	b := make([]byte, 0, len(want))
	for _, r := range want {
		c, _ := charmap.CodePage037.EncodeRune(r)
		switch r {
		case '[':
			c = 0x4a
		case ']':
			c = 0x5a
		case '!':
			c = 0x4f
		case '|':
			c = 0xbb
		case '^':
			c = 0x5f
		}
		b = append(b, c)
	}
	if got := Decode(b, ""); got.Text != want || got.Charset != "cp500" {
		t.Fatalf("got %s %q", got.Charset, got.Text)
	}
}

func TestDecodeDeclared(t *testing.T) {
	for _, c := range []struct {
		label, in, text, charset string
		problem, unknown         bool
	}{
		{"UTF-8", "caf\xc3\xa9", "café", "utf-8", false, false},
		{"us-ascii", "caf\xc3\xa9", "café", "utf-8", true, false},
		{"fakescii", "plain", "plain", "us-ascii", true, true},
		{"utf-7", "Hi Mom +Jjo--!", "Hi Mom ☺-!", "utf-7", false, false},
		{"utf-7", "A+ImIDkQ. 1 +- 1", "A≢Α. 1 + 1", "utf-7", false, false},
		{"cp1252", "\x93x\x94", "“x”", "cp1252", false, false},
		{"\"iso-8859-1\"", "\xe9", "é", "iso-8859-1", false, false},
		{"utf-16", "\xff\xfea\x00", "a", "utf-16", false, false},
		{"iso-2022-kr", "\x1b$)C\x0e0!\x0f!", "가!", "iso-2022-kr", false, false},
		{"ks_c_5601-1987", "\xb0\xa1", "가", "ks_c_5601-1987", false, false},
	} {
		d := Decode([]byte(c.in), c.label)
		if d.Text != c.text || d.Charset != c.charset || (d.Problem != "") != c.problem || d.Unknown != c.unknown {
			t.Errorf("%s %q: %+v", c.label, c.in, d)
		}
	}
}

func TestDecodeSaysNotText(t *testing.T) {
	b := []byte("\x01\x02\x03\x04\x00\x00\x00\xff\xfe\xfd\x05\x06\x07\x80\x90")
	if d := Decode(b, ""); !d.NotText {
		t.Fatalf("read as %s", d.Charset)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "abc", "\xff\xfe", "\x1b$B$\"", "+Jjo-", "\x0e0!"} {
		f.Add([]byte(s), "utf-7")
		f.Add([]byte(s), "")
		f.Add([]byte(s), "big5")
	}
	f.Fuzz(func(t *testing.T, b []byte, label string) {
		d := Decode(b, label)
		if !utf8.ValidString(d.Text) {
			t.Fatalf("invalid text from %q as %q", b, label)
		}
	})
}
