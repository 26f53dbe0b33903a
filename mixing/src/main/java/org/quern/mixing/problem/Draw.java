package org.quern.mixing.problem;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The dice of one problem: SplitMix64 (Steele et al. 2014), written out so that a seed gives the same problems on every
 * Java version.
 */
final class Draw {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private static final String CONSONANTS = "bcdfghklmnprstvz";
    private static final String VOWELS = "aeiou";

    private long state;

    Draw(long seed, long index) {
        state = mix(seed) + mix(index * GAMMA);
    }

    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number from {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        state += GAMMA;
        return low + (int) Math.floorMod(mix(state), (long) high - low + 1);
    }

    /** One of the given. */
    @SafeVarargs
    final <T> T pick(T... choices) {
        return choices[between(0, choices.length - 1)];
    }

    /** {@code count} numbers, all different, in no order. */
    int[] numbers(int count, int low, int high) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            int before = i;
            do {
                numbers[i] = between(low, high);
            } while (IntStream.range(0, before).anyMatch(j -> numbers[j] == numbers[before]));
        }
        return numbers;
    }

    /** A word that can be pronounced and means nothing, such as {@code rimosa}. */
    String word(int letters) {
        StringBuilder word = new StringBuilder();
        int phase = between(0, 1);
        while (word.length() < letters) {
            String alphabet = (word.length() + phase) % 2 == 0 ? CONSONANTS : VOWELS;
            word.append(alphabet.charAt(between(0, alphabet.length() - 1)));
        }
        return word.toString();
    }

    /** {@code count} different words. */
    String[] words(int count, int minLetters, int maxLetters) {
        String[] words = new String[count];
        for (int i = 0; i < count; i++) {
            do {
                words[i] = word(between(minLetters, maxLetters));
            } while (Arrays.asList(words).indexOf(words[i]) < i);
        }
        return words;
    }

    /** A first name. */
    String name() {
        return pick("Ann", "Ben", "Carla", "Dan", "Eva", "Finn", "Gina", "Hugo", "Iris", "Jon");
    }
}
