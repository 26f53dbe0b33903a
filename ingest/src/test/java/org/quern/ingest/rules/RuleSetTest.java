package org.quern.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private static final String PROSE = prose(40);

    /** Sentences of different made-up words between stop words. */
    private static String prose(int sentences) {
        Random random = new Random(7);
        String[] stopWords = {"the", "of", "and", "to", "with", "that"};
        return IntStream.range(0, sentences)
                .mapToObj(i -> IntStream.range(0, 12)
                        .mapToObj(j -> word(random) + " " + stopWords[random.nextInt(stopWords.length)])
                        .collect(Collectors.joining(" ", "So ", " end.")))
                .collect(Collectors.joining("\n"));
    }

    private static String word(Random random) {
        return random.ints(6, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static String reason(RuleSet set, String text) {
        return set.judge(text).reason();
    }

    @Test
    void noneKeepsEverything() {
        assertThat(RuleSet.NONE.judge("")).isEqualTo(Verdict.KEEP);
    }

    @Test
    void gopherQualityNamesWhatItMeasured() {
        GopherQuality rule = GopherQuality.english();

        assertThat(rule.judge(new MeasuredText("Too short."))).isEqualTo(Verdict.drop("gopher.quality.words", 2));
        assertThat(rule.judge(new MeasuredText("a b ".repeat(50))))
                .isEqualTo(Verdict.drop("gopher.quality.mean_word_length", 1));
        assertThat(rule.judge(new MeasuredText("# word ".repeat(50))))
                .isEqualTo(Verdict.drop("gopher.quality.hashes", 0.5));
        assertThat(rule.judge(new MeasuredText("word… ".repeat(50))))
                .isEqualTo(Verdict.drop("gopher.quality.ellipses", 0.5));
        assertThat(rule.judge(new MeasuredText("- word\n".repeat(50))))
                .isEqualTo(Verdict.drop("gopher.quality.bullet_lines", 1));
        assertThat(rule.judge(new MeasuredText("1234 word ".repeat(50))))
                .isEqualTo(Verdict.drop("gopher.quality.alpha_words", 0.5));
        assertThat(rule.judge(new MeasuredText("word the ".repeat(50))))
                .isEqualTo(Verdict.drop("gopher.quality.stop_words", 1));
        assertThat(rule.judge(new MeasuredText("have words that ".repeat(50)))).isEqualTo(Verdict.KEEP);
    }

    @Test
    void gopherRepetitionNamesWhatRepeats() {
        assertThat(reason(RuleSet.GOPHER, "")).isEqualTo("gopher.repetition.empty");
        assertThat(reason(RuleSet.GOPHER, "One.\n\nOne.\n\nTwo.")).isEqualTo("gopher.repetition.duplicate_paragraphs");
        assertThat(reason(RuleSet.GOPHER, "One.\nOne.\nTwo.")).isEqualTo("gopher.repetition.duplicate_lines");
        assertThat(reason(RuleSet.GOPHER, "grind grain ".repeat(9))).isEqualTo("gopher.repetition.top_2_gram");
        String ten = "five words and six more make a good sentence ";
        assertThat(reason(RuleSet.GOPHER, ten + prose(1) + " " + ten + prose(1).replace("So", "And")))
                .startsWith("gopher.repetition.duplicate_");
    }

    @Test
    void c4DropsLinesAndCitations() {
        String text =
                "A line without an end\nThe mill[12] turns[edit] slowly all day.\nToo short.\nPlease enable Javascript here.\n"
                        + "We use cookies on this page.\n"
                        + "Another sentence of the mill stands here. ".repeat(4).strip();

        Verdict verdict = RuleSet.C4.judge(text);

        assertThat(verdict.keep()).isTrue();
        assertThat(verdict.edited())
                .contains("The mill turns slowly all day.\n"
                        + "Another sentence of the mill stands here. ".repeat(4).strip());
    }

    @Test
    void c4DropsDocuments() {
        assertThat(reason(RuleSet.C4, "Only one sentence here.")).isEqualTo("c4.sentences");
        assertThat(reason(RuleSet.C4, "Here is lorem ipsum dolor.")).isEqualTo("c4.lorem_ipsum");
        assertThat(reason(RuleSet.C4, "Some code { inside braces.")).isEqualTo("c4.curly_bracket");
    }

    @Test
    void fineWebNamesWhatItMeasured() {
        FineWebQuality rule = new FineWebQuality();

        assertThat(rule.judge(new MeasuredText("\n \n"))).isEqualTo(Verdict.drop("fineweb.empty", 0));
        assertThat(rule.judge(new MeasuredText("no end here\nnone here")).reason())
                .isEqualTo("fineweb.punctuated_lines");
        assertThat(rule.judge(new MeasuredText("Short one.\nShort two.")).reason())
                .isEqualTo("fineweb.short_lines");
        assertThat(rule.judge(new MeasuredText(PROSE + "\n" + PROSE)).reason())
                .isEqualTo("fineweb.duplicate_line_characters");
        assertThat(rule.judge(new MeasuredText(PROSE))).isEqualTo(Verdict.KEEP);
    }

    @Test
    void proseIsKeptByAllProseRules() {
        assertThat(RuleSet.FINEWEB.judge(PROSE).reason()).isEmpty();
        assertThat(RuleSet.C4.judge(PROSE).reason()).isEmpty();
    }

    @Test
    void mathematicsAndCodeHaveRulesOfTheirOwn() {
        String code = """
                for (int i = 0; i < n; i++) {
                    total += a[i] * b[i];
                }
                // the dot product of two arrays a and b
                return total / Math.sqrt(norm(a) * norm(b));
                """;

        assertThat(reason(RuleSet.FINEWEB, code)).isNotEmpty();
        assertThat(RuleSet.CODE.judge(code)).isEqualTo(Verdict.KEEP);
        assertThat(reason(RuleSet.CODE, "x")).isEqualTo("length.characters");
        assertThat(reason(RuleSet.CODE, "0x00, ".repeat(100))).isEqualTo("text_share.letters");
        assertThat(reason(RuleSet.CODE, "var minified = 1;".repeat(100))).isEqualTo("lines.mean_length");
        assertThat(reason(RuleSet.CODE, "the same line of code;\n".repeat(100))).isEqualTo("lines.duplicates");
        assertThat(reason(RuleSet.MATHEMATICS, "Let $x^2 + y^2 = z^2$. ".repeat(20)))
                .isEmpty();
    }

    @Test
    void dclmCutsLinesThatAreNoProse() {
        String prose = "The miller grinds the grain that the farmers of the valley have brought to him.\n".repeat(30);
        assertThat(
                        new DclmLines()
                                .judge(
                                        new MeasuredText(
                                                "Home\n"
                                                        + prose
                                                        + "BACK TO TOP of it\n12\n\n\n\n* 5.2K likes *\n3 items in cart\nSign-in to go on\n"
                                                        + "The end. Read more...\nThe longest of all lines says Sign-in and Read more... and is kept")))
                .isEqualTo(
                        Verdict.keepEdited(
                                prose
                                        + "\n3\nto go on\nThe end.\nThe longest of all lines says Sign-in and Read more... and is kept"));

        assertThat(new DclmLines()
                        .judge(new MeasuredText("Ten words are kept of these sixteen, no more.\n12 views\nHome\n")))
                .isEqualTo(Verdict.drop("dclm.removed_words", 3 / 12.0));
        assertThat(new DclmLines().judge(new MeasuredText(""))).isEqualTo(Verdict.keepEdited(""));
    }

    @Test
    void otherLanguagesAreNotJudgedAsEnglish() {
        String german = """
                Der Müller mahlt am Morgen das Korn, das ihm die Bauern aus den Dörfern ringsum gebracht haben.
                Seine Mühle steht am Bach, und das Wasser treibt ihr großes Rad auch in trockenen Sommern.
                Abends fegt er den Staub von den Steinen und zählt die Säcke, die noch auf dem Wagen liegen.
                Wer sein Mehl abholen will, der muss früh kommen, denn mittags schließt er das Tor wieder zu.
                """;
        assertThat(reason(RuleSet.FINEWEB, german)).isEqualTo("gopher.quality.stop_words");
        assertThat(reason(RuleSet.MULTILINGUAL, german)).isEmpty();

        String japanese = "粉屋は朝早く起きて、村の人々が運んできた穀物を石臼で挽きます。水車は小川の水で回り、夏でも止まりません。".repeat(2);
        assertThat(reason(RuleSet.MULTILINGUAL, japanese)).isNotEmpty();
        assertThat(reason(RuleSet.UNSPACED, japanese)).isEmpty();
        assertThat(reason(RuleSet.UNSPACED, "粉屋は朝早く。")).isEqualTo("length.characters");
    }

    @Test
    void unknownNamesAreListed() {
        assertThat(RuleSet.named("FineWeb")).isEqualTo(RuleSet.FINEWEB);
        assertThatThrownBy(() -> RuleSet.named("gofer"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rules must be one of none, gopher, c4, fineweb, dclm, multilingual, unspaced,"
                        + " mathematics, code, permissive_code, unrestricted_code, knowledge, got gofer");
    }
}
