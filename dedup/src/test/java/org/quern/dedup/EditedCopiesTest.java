package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EditedCopiesTest {
    private static final int DOCUMENTS = 20;

    @Test
    void copiesSpreadOverTheSimilaritiesThatTheirWordsHave() {
        List<String> texts = texts();
        EditedCopies copies = EditedCopies.of(texts, 1);
        assertThat(copies.originals()).hasSize(DOCUMENTS / 2);
        int[] buckets = new int[5];
        for (int i = 0; i < 500; i++) {
            List<String> original =
                    copies.originals().get(i % copies.originals().size());
            double similarity = EditedCopies.jaccard(original, copies.copy(original));
            assertThat(similarity).isBetween(0.35, 1.0);
            buckets[Math.min(Math.max((int) (similarity * 10) - 5, 0), 4)]++;
        }
        assertThat(Arrays.stream(buckets).min().orElseThrow()).isGreaterThan(40);
    }

    @Test
    void theSimilarityIsThatOfTheShingleSets() {
        EditedCopies copies = EditedCopies.of(texts(), 2);
        Sketcher sketcher = new Sketcher(MinHashConfig.defaults());
        for (List<String> original : copies.originals()) {
            List<String> copy = copies.copy(original);
            assertThat(EditedCopies.jaccard(original, copy))
                    .isEqualTo(sketcher.shingleSet(String.join(" ", original))
                            .jaccard(sketcher.shingleSet(String.join(" ", copy))));
        }
    }

    @Test
    void whatStoodBeforeIsNoOriginal() {
        List<String> twice = new ArrayList<>(texts());
        twice.addAll(texts());
        assertThat(EditedCopies.of(twice, 1).originals()).hasSize(DOCUMENTS / 2);
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int document = 0; document < DOCUMENTS; document++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 200; word++) {
                text.append(
                                word % 7 == 0
                                        ? "" + word
                                        : "Word" + (char) ('a' + document) + (char) ('a' + word % 26)
                                                + (char) ('a' + word / 26))
                        .append(' ');
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
