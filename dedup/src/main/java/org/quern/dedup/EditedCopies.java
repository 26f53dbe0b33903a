package org.quern.dedup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Real documents and copies of them, edited from a seed to a similarity between .5 and 1. Documents are their words
 * and numbers in the Latin alphabet, so that the truth needs none of the code that it judges: a shingle is a string.
 */
final class EditedCopies {
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+|[0-9]+");
    private static final int MIN_WORDS = 100;
    private static final int MAX_WORDS = 400;
    private static final int SHINGLE = 5;
    private static final double MAX_SEEN = 0.1;

    /** What is done to a copy, in one place or in many. */
    private enum Edit {
        INSERT,
        DELETE,
        SUBSTITUTE,
        REORDER,
        TRUNCATE,
        RENUMBER,
        MERGE
    }

    private final Random random;
    private final List<List<String>> documents;
    private final List<String> vocabulary = new ArrayList<>();

    private EditedCopies(List<List<String>> documents, long seed) {
        this.documents = documents;
        this.random = new Random(seed);
        documents.forEach(vocabulary::addAll);
    }

    /** Takes the texts of at least 100 words, of which at most a tenth stands in those before; of each the first 400. */
    static EditedCopies of(List<String> texts, long seed) {
        List<List<String>> documents = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String text : texts) {
            List<String> words = WORD.matcher(text)
                    .results()
                    .limit(MAX_WORDS)
                    .map(MatchResult::group)
                    .toList();
            Set<String> shingles = shingles(words);
            long old = shingles.stream().filter(seen::contains).count();
            if (words.size() >= MIN_WORDS && old <= MAX_SEEN * shingles.size()) {
                seen.addAll(shingles);
                documents.add(words);
            }
        }
        return new EditedCopies(documents, seed);
    }

    /** The documents to copy; the other half are there to be merged into copies. */
    List<List<String>> originals() {
        return documents.subList(0, documents.size() / 2);
    }

    /** A copy of about a similarity that is drawn evenly, {@link #jaccard} tells which. */
    List<String> copy(List<String> original) {
        double similarity = 0.5 + random.nextDouble() / 2;
        int size = original.size();
        double lost = (size - SHINGLE + 1) * (1 - similarity) / (1 + similarity);
        List<String> copy = new ArrayList<>(original);
        switch (Edit.values()[random.nextInt(Edit.values().length)]) {
            case INSERT -> times(lost / (SHINGLE - 0.5), () -> copy.add(random.nextInt(copy.size()), word()));
            case DELETE -> times(lost / (SHINGLE - 0.5), () -> copy.remove(random.nextInt(copy.size())));
            case SUBSTITUTE -> times(lost / SHINGLE, () -> copy.set(random.nextInt(copy.size()), word()));
            case REORDER -> times(lost / (3 * (SHINGLE - 1)), () -> move(copy));
            case TRUNCATE -> copy.subList((int) (size * similarity), size).clear();
            case RENUMBER -> copy.replaceAll(word -> isNumber(word) ? "" + random.nextInt(1 << 20) : word);
            case MERGE -> copy.addAll(part((int) (size * (1 / similarity - 1))));
        }
        return copy;
    }

    private static void times(double count, Runnable edit) {
        for (int i = 0; i < count; i++) {
            edit.run();
        }
    }

    private String word() {
        return vocabulary.get(random.nextInt(vocabulary.size()));
    }

    /** Exchanges two neighbouring passages. */
    private void move(List<String> copy) {
        int from = random.nextInt(copy.size() / 2);
        int to = from + 2 + random.nextInt(copy.size() - from - 1);
        Collections.rotate(copy.subList(from, to), 1 + random.nextInt(to - from - 1));
    }

    private List<String> part(int words) {
        List<String> other = documents.get(documents.size() / 2 + random.nextInt(documents.size() / 2));
        return other.subList(0, Math.min(words, other.size()));
    }

    static double jaccard(List<String> a, List<String> b) {
        Set<String> one = shingles(a);
        Set<String> other = shingles(b);
        long common = one.stream().filter(other::contains).count();
        return (double) common / (one.size() + other.size() - common);
    }

    private static Set<String> shingles(List<String> words) {
        List<String> normalised = words.stream()
                .map(word -> isNumber(word) ? "0" : word.toLowerCase(Locale.ROOT))
                .toList();
        Set<String> shingles = new HashSet<>();
        for (int i = 0; i + SHINGLE <= words.size(); i++) {
            shingles.add(String.join(" ", normalised.subList(i, i + SHINGLE)));
        }
        return shingles;
    }

    private static boolean isNumber(String word) {
        return word.charAt(0) <= '9';
    }
}
