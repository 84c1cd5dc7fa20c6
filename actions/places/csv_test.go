package places

import (
	"encoding/csv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPlacesOfCSV(t *testing.T) {
	const media = "text/csv; charset=utf-8"
	named(t, media, "a,b\n¤,\"x ¤\"\n\"{\"\"n\"\":\"\"¤\"\"}\",y ¤\n", "CSV field, CSV field, JSON string inside CSV field, CSV field")
	becomes(t, media, "name,phone\r\n¤,¤\r\n", "name,phone\r\n\"Anna \"\"Q\"\" Müller\",+919810000000\r\n", `Anna "Q" Müller`, "+919810000000")
	becomes(t, media, "¤\n¤\n", "\"\"\nx\n", "", "x")
	becomes(t, media, "a;b\nHello ¤;¤", "a;b\n\"Hello \"\"x\"\"\";\"1;2\"", `"x"`, "1;2")
	becomes(t, media, "sep=;\n¤;+¤", "sep=;\n-5;\"+49 30\"", "-5", "49 30")
	for v, want := range map[string]string{"=1+1": "'=1+1", "+1": "+1", "-2.5": "-2.5", "@x": "'@x", "+49 (30) 1-2": "+49 (30) 1-2", "-2+3+cmd|'x'!A0": "'-2+3+cmd|'x'!A0",
		"=HYPERLINK(1)": "'=HYPERLINK(1)", "＝1": "'＝1", "Anna": "Anna", "+": "'+", "--": "'--"} {
		becomes(t, media, "a,¤", "a,"+map[bool]string{true: `"` + want + `"`, false: want}[strings.ContainsAny(want, `,|"`)], v)
		becomes(t, media, `"¤",b`, `"`+want+`",b`, v)
		becomes(t, "text/tab-separated-values", "a\t¤", "a\t"+want, v)
	}
	becomes(t, media, "Report\na;¤;¤\n", "Report\na;1;\"x;y\"\n", "1", "x;y")
	becomes(t, media, "a,¤", "a,' =1", " =1")
	refused(t, media, "a,¤, \"¤\"", "space before its quote", 1)
	refused(t, media, "a,¤\n\"x\"¤,b", "behind the closing quote", 1)
	refused(t, media, "a,¤,=SUM(¤)", "in a formula", 1)
	refused(t, media, "a,¤,\"@¤\"", "in a formula", 1)
	refused(t, media, "a,¤,\"x ¤", "do not close", 1)
	unfitFor(t, media, "a,+¤", "x")
	unfitFor(t, media, "a,-1+¤", "cmd|' /C calc'!A0")
	for _, v := range []string{"a\tb", "a\nb", "\r", `"a`} {
		unfitFor(t, "text/tab-separated-values", "x\t¤\ty", v)
	}
	named(t, "text/tsv", "a\tb ¤\n¤", "TSV field, TSV field")
}

func TestAnyValueInCSV(t *testing.T) {
	lines := strings.NewReplacer("\r\n", "\n")
	rapid.Check(t, func(t *rapid.T) {
		v, w := anyValue().Draw(t, "v"), anyValue().Draw(t, "w")
		for _, comma := range []string{",", ";", "|", "\t"} {
			for _, end := range []string{"\n", "\r\n"} {
				s := strings.NewReplacer(",", comma, "\n", end).Replace("a,b,c\n¤,\"¤\",x ¤¤\nend,\"y \"\"¤\"\"\",¤\n")
				body, ok := filled(t, "text/csv", s, v, w, v, w, v, w)
				if !ok {
					t.Fatal("refused")
				}
				r := csv.NewReader(strings.NewReader(body))
				r.Comma = rune(comma[0])
				got, err := r.ReadAll()
				if err != nil || len(got) != 3 || len(got[1]) != 3 || len(got[2]) != 3 || got[1][0] != lines.Replace(guard(v)) || got[1][1] != lines.Replace(guard(w)) ||
					got[1][2] != lines.Replace("x "+v+w) || got[2][1] != lines.Replace(`y "`+v+`"`) || got[2][2] != lines.Replace(guard(w)) {
					t.Fatalf("%q and %q became %q, read as %q, %v", v, w, body, got, err)
				}
			}
		}
		if body, ok := filled(t, "text/tsv", "a\t¤\t¤ x\tb", v, w); ok {
			if got := strings.Split(body, "\t"); len(got) != 4 || strings.ContainsAny(body, "\r\n") || got[1] != guard(v) || got[2] != guard(w)+" x" {
				t.Fatalf("%q and %q became %q", v, w, body)
			}
		}
	})
}
