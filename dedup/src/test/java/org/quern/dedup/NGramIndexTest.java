package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.quern.dedup.NGramIndex.Match;

class NGramIndexTest {
    private static final EvaluationItem FIRST = new EvaluationItem("set", 1);
    private static final EvaluationItem SECOND = new EvaluationItem("set", 2);

    private static NGramIndex index(int words, int minWords, String... texts) {
        NGramIndex.Builder builder = new NGramIndex.Builder(words, minWords);
        for (int i = 0; i < texts.length; i++) {
            builder.add(new EvaluationItem("set", i + 1), texts[i]);
        }
        return builder.build();
    }

    private static String shared(String text, Match match) {
        int begin = text.offsetByCodePoints(0, match.begin());
        return text.substring(begin, text.offsetByCodePoints(begin, match.end() - match.begin()));
    }

    @Test
    void findsTheWholeRunThroughPunctuationCaseAndWhiteSpace() {
        NGramIndex index = index(4, 4, "How many sacks of 5 kg does the miller fill?", "Unlike anything else there is");
        String text = "\uD83C\uDF3E So: HOW many\nsacks -- of 5 kg does (the) farmer fill?";

        assertThat(index.matches(text)).singleElement().satisfies(match -> {
            assertThat(match.item()).isEqualTo(FIRST);
            assertThat(match.words()).isEqualTo(8);
            assertThat(shared(text, match)).isEqualTo("HOW many\nsacks -- of 5 kg does (the");
        });
        assertThat(index.matches("Many sacks of 6 kg does the farmer fill?")).isEmpty();
    }

    @Test
    void takesShortTextsWhole() {
        NGramIndex index = index(6, 3, "a mill of stone", "two words");

        assertThat(index.matches("It was a mill of stone, of two words."))
                .singleElement()
                .satisfies(match -> assertThat(match.words()).isEqualTo(4));
        assertThat(index.matches("It was a mill of wood.")).isEmpty();
    }

    @Test
    void namesEveryItemThatHasTheWords() {
        NGramIndex index = index(3, 3, "one two three four", "zero one two three");

        assertThat(index.matches("one two three")).extracting(Match::item).containsExactly(FIRST, SECOND);
        assertThat(index.matches("one two three, zero one two three"))
                .extracting(Match::item)
                .containsExactly(FIRST, FIRST, SECOND);
    }

    @Test
    void anEmptyIndexMatchesNothing() {
        assertThat(index(3, 3, "too short").matches("too short or not")).isEmpty();
    }

    /** On texts of few different words, so that there is much to find. */
    @Test
    void findsWhatBruteForceFinds() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            String item = text(random, 12);
            String text = text(random, 60);
            Set<Integer> expected = new TreeSet<>();
            List<String> words = List.of(text.split(" "));
            for (int i = 0; i + 4 <= words.size(); i++) {
                if ((" " + item + " ").contains(" " + String.join(" ", words.subList(i, i + 4)) + " ")) {
                    expected.addAll(List.of(i, i + 1, i + 2, i + 3));
                }
            }
            assertThat(covered(index(4, 4, item).matches(text), text)).isEqualTo(expected);
        }
    }

    private static Set<Integer> covered(List<Match> matches, String text) {
        Set<Integer> covered = new TreeSet<>();
        for (Match match : matches) {
            int first = text.substring(0, match.begin()).split(" ", -1).length - 1;
            assertThat(shared(text, match).split(" ")).hasSize(match.words());
            for (int i = 0; i < match.words(); i++) {
                covered.add(first + i);
            }
        }
        return covered;
    }

    private static String text(Random random, int words) {
        return random.ints(words, 0, 3)
                .mapToObj(word -> List.of("stone", "mill", "grain").get(word))
                .collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT);
    }

    @Test
    void cutsWholeLines() {
        String text = "A good line.\nThe \uD83C\uDF3E question\nis cut.\n\nThe rest.";
        List<Match> matches = new ArrayList<>();
        int begin = text.codePointCount(0, text.indexOf("question"));
        matches.add(new Match(FIRST, begin, begin + "question\nis".length(), 2));

        assertThat(Contamination.withoutLines(text, matches)).isEqualTo("A good line.\n\nThe rest.");
        assertThat(Contamination.withoutLines("question", List.of(new Match(FIRST, 0, 8, 1))))
                .isEmpty();
    }
}
