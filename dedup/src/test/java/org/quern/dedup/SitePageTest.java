package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SitePageTest {
    private static final String HOST = "example.org";

    @Test
    void caseWhiteSpaceAndNumbersDoNotCount() {
        assertThat(hash("Page 3 of 7")).isEqualTo(hash("  page 12\tOF 40 "));
        assertThat(hash("Page 3 of 7")).isNotEqualTo(hash("Page three of 7"));
        assertThat(hash("version 1.2")).isEqualTo(hash("Version 10.34")).isNotEqualTo(hash("Version 10"));
        assertThat(hash("x1 y")).isNotEqualTo(hash("x 1y"));
        assertThat(hash("a 1 2")).isNotEqualTo(hash("a 12"));
    }

    @Test
    void hostsAreToldApart() {
        assertThat(hashes("a.example", "the same line", 1)).isNotEqualTo(hashes("b.example", "the same line", 1));
    }

    @Test
    void shortPassagesCountOnlyTogether() {
        assertThat(hashes(HOST, "Home\nAbout us\nContact\n\n}\n1 2 3 4", 3))
                .containsExactly(hash("Home About us Contact"));
    }

    @Test
    void frequentLinesGoWhereverTheyStand() {
        SitePage page =
                new SitePage(HOST, "Home - Help - Contact\n\nOne.\nTwo.\n\nhome - help -  CONTACT\nThree.\n", 1);
        SitePage.Cut cut = page.without(List.of(frequent("Home - Help - Contact", 9, 70)));
        assertThat(cut.text()).isEqualTo("One.\nTwo.\n\nThree.\n");
        assertThat(cut.tokensCut()).isEqualTo(10);
        assertThat(cut.tokensLeft()).isEqualTo(6);
        assertThat(cut.keptRank()).isEqualTo(4);
        assertThat(cut.spans())
                .containsExactly(
                        new SitePage.Span(0, 21, 5, HOST, 9, 4, 70), new SitePage.Span(34, 56, 5, HOST, 9, 4, 70));
    }

    @Test
    void aParagraphGoesAsOneEvenIfItsLinesAreFrequentToo() {
        SitePage page = new SitePage(HOST, "Text.\n\nAll of it\nby us\n\nAll of it", 1);
        SitePage.Cut cut = page.without(List.of(frequent("All of it", 9, 1), frequent("All of it by us", 5, 2)));
        assertThat(cut.text()).isEqualTo("Text.");
        assertThat(cut.spans()).extracting(SitePage.Span::documents).containsExactly(5L, 9L);
    }

    @Test
    void linesOfCodeAndTablesStayUnlessAllOfItGoes() {
        String code = "```\nfor (i = 0; i < n; i++) {\n    f(i);\n}\n```";
        String table = "| name | type |\n| --- | --- |\n| x | int |";
        String text = "A.\n\n" + code + "\n\nB.\n\n" + table;
        SitePage.Cut cut = new SitePage(HOST, text + "\n\nfrom here on", 1)
                .without(List.of(
                        frequent("f(i);", 9, 0),
                        frequent("}", 9, 0),
                        frequent("| name | type |", 9, 0),
                        frequent("from here on", 9, 0)));
        assertThat(cut.text()).isEqualTo(text);
        assertThat(new SitePage(HOST, text, 1)
                        .without(List.of(frequent(code, 9, 0)))
                        .text())
                .isEqualTo("A.\n\nB.\n\n" + table);
    }

    private static SitePage.Frequent frequent(String passage, long documents, int begin) {
        ExactHash hash = hash(passage);
        return new SitePage.Frequent(hash.high(), hash.low(), documents, Place.of(4, begin));
    }

    private static ExactHash hash(String passage) {
        return ExactHash.of(HOST).with(ExactHash.ofAnyNumbers(passage, 0, passage.length()));
    }

    private static List<ExactHash> hashes(String host, String text, int minWords) {
        Stream<SitePage.Hashed> passages = new SitePage(host, text, minWords).passages();
        return passages.map(SitePage.Hashed::hash).toList();
    }
}
