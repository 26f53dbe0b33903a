package org.quern.dedup;

import java.util.SplittableRandom;

/** A made-up language: 2^17 words of one to three syllables, frequent ones short, with the frequencies of Zipf's law. */
final class ZipfWords {
    private static final int LOG_SIZE = 17;
    private static final String CONSONANTS = "bcdfghjklmnprstvwxyz";
    private static final String VOWELS = "aeiou";

    private final String[] words = new String[1 << LOG_SIZE];

    ZipfWords() {
        for (int rank = 0; rank < words.length; rank++) {
            words[rank] = word(rank);
        }
    }

    /** A word; the one of rank r comes about 1 / r times as often as the first. */
    String next(SplittableRandom random) {
        return words[(int) Math.pow(2, LOG_SIZE * random.nextDouble()) - 1];
    }

    private static String word(int rank) {
        int syllables = CONSONANTS.length() * VOWELS.length();
        StringBuilder word = new StringBuilder();
        for (int left = rank + 1; left > 0; left = (left - 1) / syllables) {
            int syllable = (left - 1) % syllables;
            word.append(CONSONANTS.charAt(syllable / VOWELS.length()))
                    .append(VOWELS.charAt(syllable % VOWELS.length()));
        }
        return word.toString();
    }
}
