package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.quern.ingest.document.Document;

class GeneratedCorpusTest {
    private static final ZipfWords LANGUAGE = new ZipfWords();
    private static final int DOCUMENTS = 3000;

    @Test
    void aRealisticCorpusIsMostlyUniqueAndHasLargeFamilies() {
        List<String> texts = texts(DedupScaleBench.Shape.REALISTIC);
        Map<String, Long> copies =
                texts.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(copies.values().stream().filter(n -> n == 1).count())
                .isBetween(DOCUMENTS * 7 / 10L, DOCUMENTS * 95 / 100L);
        assertThat(copies.values()).anyMatch(n -> n > 10);
        assertThat(texts).allMatch(text -> words(text) >= 50 && words(text) <= 150);
    }

    @Test
    void identicalDocumentsAreCopiesOrNearlySo() {
        List<String> texts = texts(DedupScaleBench.Shape.IDENTICAL);
        assertThat(texts.stream().filter(texts.get(2)::equals).count())
                .isBetween(DOCUMENTS / 2L, DOCUMENTS * 51 / 100L);
        assertThat(texts).allMatch(text -> similarity(text, texts.get(2)) > 0.85);
    }

    @Test
    void inAChainOnlyTheNearestAreAlike() {
        List<String> texts = texts(DedupScaleBench.Shape.CHAIN);
        for (int i = 0; i + 8 < 200; i++) {
            assertThat(similarity(texts.get(i), texts.get(i + 1))).isGreaterThan(0.9);
            assertThat(similarity(texts.get(i), texts.get(i + 8))).isLessThan(0.75);
        }
    }

    @Test
    void aDocumentDependsOnItsNumberAlone() {
        GeneratedCorpus corpus = new GeneratedCorpus(DedupScaleBench.Shape.REALISTIC, DOCUMENTS, 100);
        Document document = corpus.document(77, LANGUAGE);
        assertThat(document).isEqualTo(corpus.document(77, new ZipfWords()));
        assertThat(document.url()).isNotEqualTo(corpus.document(78, LANGUAGE).url());
    }

    private static List<String> texts(DedupScaleBench.Shape shape) {
        GeneratedCorpus corpus = new GeneratedCorpus(shape, DOCUMENTS, 100);
        return LongStream.range(0, DOCUMENTS)
                .mapToObj(number -> corpus.document(number, LANGUAGE).text())
                .toList();
    }

    private static double similarity(String a, String b) {
        return BruteForce.jaccard(BruteForce.shingles(a), BruteForce.shingles(b));
    }

    private static int words(String text) {
        return text.split(" ", -1).length;
    }
}
