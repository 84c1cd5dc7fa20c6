// Package shop holds the words of the made-up tea shop: names, dialogues, and sample media.
package shop

// Language is what a contact writes in.
type Language uint8

const (
	english Language = iota
	Hindi
	Chinese
	Arabic
	Japanese
	Spanish
)

// in and out make the lines of a dialogue.
func in(text string) saying  { return saying{Text: text} }
func out(text string) saying { return saying{Outgoing: true, Text: text} }

var (
	// The tables below are constants in all but name: nothing writes to them.
	englishTalks = []Dialogue{
		{in("Hi, is my order on its way?"), out("Hello! Let me look that up for you."), in("It is A-4711."),
			out("It left our warehouse this morning and should be with you tomorrow."), in("Great, thank you!"),
			out("You are welcome. Enjoy your tea! ☕")},
		{in("Do you still have the green teapot?"), out("Yes, two are left. Shall I put one aside?"), in("Yes please"),
			in("Until Friday?"), out("Done, it waits for you until Friday."), in("👍")},
		{in("The Darjeeling tin arrived dented."), out("I am sorry! Could you send a photo?"), in("I threw it away already"),
			out("No problem, I believe you. A new one is on its way."), in("That is very kind"), in("Thanks a lot")},
		{in("Can I change the delivery address?"), out("Of course, where should it go?"), in("12 Lake Road, Pune 411001"),
			out("Changed. The delivery day stays the same."), in("Perfect"), out("Anything else I can do?")},
		{out("Your subscription renews on Monday. All fine?"), in("Please skip this month"), out("Skipped. Next parcel in December."),
			in("And can I add the masala chai?"), out("Added 🙂"), in("ok")},
	}
	hindiTalks = []Dialogue{
		{in("नमस्ते, मेरा ऑर्डर कब आएगा?"), out("नमस्ते! मैं अभी देखता हूँ।"), in("ऑर्डर नंबर A-4711 है"),
			out("आपका पार्सल कल तक पहुँच जाएगा।"), in("बहुत अच्छा"), in("धन्यवाद")},
		{in("क्या अदरक वाली चाय मिलेगी?"), out("जी हाँ, 250 ग्राम ₹320 में।"), in("दो पैकेट भेज दीजिए"),
			out("ज़रूर, आज ही भेजते हैं।"), in("शुक्रिया 🙏"), out("आपका स्वागत है!")},
	}
	chineseTalks = []Dialogue{
		{in("你好，请问发货了吗？"), out("您好，我帮您查一下。"), in("订单号是 A-4711"),
			out("已经发货，预计明天送达。"), in("好的，谢谢"), out("不客气！")},
		{in("这款茶壶有货吗？"), out("有的，还剩三个。"), in("我要一个蓝色的"), out("已为您预留。"), in("谢谢"), in("😊")},
	}
	arabicTalks = []Dialogue{
		{in("مرحبا، أين طلبي؟"), out("أهلاً بك، سأتحقق من ذلك."), in("رقم الطلب A-4711"),
			out("سيصل غداً إن شاء الله."), in("ممتاز"), in("شكرا جزيلا")},
		{in("هل يتوفر الشاي الأخضر؟"), out("نعم، متوفر بحجمين."), in("الحجم الكبير من فضلك"),
			out("تم، سنرسله اليوم."), in("شكراً"), out("على الرحب والسعة")},
	}
	japaneseTalks = []Dialogue{
		{in("注文の状況を教えてください。"), out("確認いたしますので少々お待ちください。"), in("番号は A-4711 です"),
			out("本日発送いたしました。"), in("ありがとうございます！"), out("またのご利用をお待ちしております。")},
	}
	spanishTalks = []Dialogue{
		{in("Hola, ¿dónde está mi pedido?"), out("¡Hola! Lo reviso ahora mismo."), in("Es el A-4711"),
			out("Sale hoy y llega el jueves."), in("¡Muchas gracias!"), out("A usted. ☕")},
	}
)

// Dialogues are the talks of a language.
func Dialogues(l Language) []Dialogue {
	switch l {
	case Hindi:
		return hindiTalks
	case Chinese:
		return chineseTalks
	case Arabic:
		return arabicTalks
	case Japanese:
		return japaneseTalks
	case Spanish:
		return spanishTalks
	}
	return englishTalks
}

// Named are the first contacts: names in several scripts, and the awkward ones.
var Named = [...]struct {
	Name string
	In   Language
}{
	{"Aarav Sharma", english}, {"महेश पाटील", Hindi}, {"王小明", Chinese}, {"Zoë O'Brien", english},
	{"محمد علي", Arabic}, {"さくら 田中", Japanese}, {"👩‍👩‍👧‍👦 Family Store", english}, {"Priya Nair", english},
	{`Bobby "The Boss" <b>Tables</b> & Sons`, english}, {"Eve \x1b[31mRed\x1b[0m \u202Egnp.eciovni\u202C", english},
	{"Maximiliana Konstantinopolskaya-Featherstonehaugh von und zu Hohenlohe-Waldenburg-Schillingsfürst", english},
	{"김민준", english}, {"Анна Кузнецова", english}, {"Nguyễn Thị Hoa", english}, {"فاطمة الزهراء", Arabic},
	{"प्रिया वर्मा", Hindi}, {"李娜", Chinese}, {"José Ñáñez", Spanish}, {"Ορέστης Παππάς", english},
	{"राहुल देशमुख", Hindi}, {"Chloé Dubois", english}, {"สมชาย ใจดี", english}, {"யாழினி", english},
	{"Oluwaseun Adébáyọ̀", english}, {"渡辺 健", Japanese}, {"🌸 Blossom Café", english}, {"Lucía Fernández", Spanish},
	{"דניאל כהן", english}, {"Jürgen Groß", english}, {"মীনা দাস", english}, {"陈伟", Chinese}, {"ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", english},
	{"Mary-Jane O'Neill", english}, {"Ðorđe Ђорђевић", english}, {"أحمد حسن", Arabic}, {"Emma Lindqvist", english},
	{"अनन्या अय्यर", Hindi}, {"+91 98100 40012", english}, {"Sofía Morales", Spanish}, {"New Customer", english},
}

// The parts computed names are put together from.
var NameParts = [...]struct {
	In          Language
	First, Last []string
}{
	{english, []string{"Anita", "Daniel", "Grace", "Imran", "Kavya", "Liam", "Neha", "Oscar", "Rosa", "Tom", "Vikram", "Yusuf"},
		[]string{"Baker", "Chopra", "D'Souza", "Evans", "Gupta", "Iyer", "Khan", "Lopez", "Mehta", "Novak", "Reddy", "Smith"}},
	{Hindi, []string{"अमित", "कविता", "दीपक", "नेहा", "पूजा", "रोहन", "सुनीता", "विकास"},
		[]string{"अग्रवाल", "गुप्ता", "जोशी", "मिश्रा", "सिंह", "शर्मा"}},
	{Chinese, []string{"张", "刘", "赵", "黄", "周", "吴"}, []string{"伟", "芳", "敏", "静", "磊", "秀英"}},
	{Arabic, []string{"علي", "سارة", "يوسف", "ليلى", "خالد"}, []string{"الحسن", "العلي", "منصور", "حداد"}},
	{Japanese, []string{"佐藤", "鈴木", "高橋", "伊藤"}, []string{"花子", "太郎", "美咲", "翔太"}},
	{Spanish, []string{"Ana", "Carlos", "Inés", "Raúl"}, []string{"García", "Muñoz", "Peña", "Ruiz"}},
}
