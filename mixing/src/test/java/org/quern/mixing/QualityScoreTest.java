package org.quern.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class QualityScoreTest {
    private static final String PROSE =
            "The miller put the grain between the two stones and turned the upper one by its handle. It was slow work, but the"
                    + " flour that ran out at the edge was fine, and it was all that the village had in those years. ";
    private static final String MATHEMATICS =
            "Let \\alpha be a root of f and suppose that f(x) = x^2 - 2. Then \\alpha ≤ 2, for the square of it is 2. ";
    private static final String CODE = """
            /** Counts the grains. */
            int grains(List<Sack> sacks) {
                int sum = 0;
                for (Sack sack : sacks) {
                    // A torn sack counts as empty.
                    sum += sack.torn() ? 0 : sack.grains();
                }
                return sum;
            }
            """;

    @Test
    void goodTextScoresHighInItsOwnDomain() {
        assertThat(score(varied(PROSE), "prose")).isGreaterThan(0.9);
        assertThat(score(varied(MATHEMATICS), "mathematics")).isGreaterThan(0.8);
        assertThat(score(varied(CODE), "code")).isGreaterThan(0.6);
        assertThat(score(varied(MATHEMATICS), "mathematics")).isGreaterThan(score(varied(MATHEMATICS), "prose"));
    }

    @Test
    void boilerplateRepetitionAndFragmentsScoreLow() {
        assertThat(score(
                        "Accept cookies. Privacy. Login. Subscribe to the newsletter. Copyright 2020. Cart. ".repeat(9),
                        "web"))
                .isLessThan(0.1);
        assertThat(score((PROSE + "\n").repeat(10), "prose")).isLessThan(0.2);
        assertThat(score("12 34 | 56 | 78 -- 90", "web")).isLessThan(0.3);
        assertThat(score("", "web")).isZero();
        assertThat(score(" \n ?!", "code")).isZero();
    }

    @Test
    void otherLanguagesAreNotJudgedByEnglishStopWords() {
        String german =
                "Der Müller legte das Korn zwischen die beiden Steine und drehte den oberen mit der Hand herum. ";
        TextFeatures text = TextFeatures.of(varied(german));
        assertThat(QualityScore.of(text, "prose", "deu")).isGreaterThan(QualityScore.of(text, "prose", "eng"));
    }

    @Test
    void webIsRefinedByExtensionAndFeatures() {
        assertThat(refine("web", "https://example.org/A.java", "")).isEqualTo("code");
        assertThat(refine("web", "https://example.org/a.b/index.html", PROSE)).isEqualTo("web");
        assertThat(refine("web", "https://example.org/", CODE)).isEqualTo("code");
        assertThat(refine("web", "https://example.org/", MATHEMATICS)).isEqualTo("mathematics");
        assertThat(refine("prose", "https://example.org/", CODE)).isEqualTo("prose");
    }

    private static String refine(String domain, String url, String text) {
        return Domains.refine(domain, Set.of("web"), url, "crawl.warc.gz", TextFeatures.of(text));
    }

    private static double score(String text, String domain) {
        return QualityScore.of(TextFeatures.of(text), domain, "eng");
    }

    /** Ten copies that differ, so that none repeats a line. */
    private static String varied(String text) {
        StringBuilder varied = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            int copy = i;
            text.lines().forEach(line -> varied.append(
                            line.replaceFirst("([a-z])( |\\(|$)", "$1" + (char) ('a' + copy) + "$2"))
                    .append('\n'));
        }
        return varied.toString();
    }
}
