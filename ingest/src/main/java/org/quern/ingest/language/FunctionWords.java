package org.quern.ingest.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells relatives apart by their most frequent words (Grefenstette 1995, Comparing two language identification schemes),
 * where the n-gram model has not learnt one of them, or mixes them up. {@code function-words.txt} lists them.
 */
final class FunctionWords {
    private static final String FILE = "function-words.txt";
    private static final String GROUP = "group";
    private static final FunctionWords SHARED = new FunctionWords();

    private final Map<String, Relatives> byStandIn = new HashMap<>();

    private FunctionWords() {
        Relatives relatives = new Relatives();
        for (String line : lines()) {
            String[] nameAndWords = line.split(": ", 2);
            List<String> words = List.of(nameAndWords[1].split(" ", -1));
            if (nameAndWords[0].equals(GROUP)) {
                relatives = new Relatives();
                for (String standIn : words) {
                    byStandIn.put(standIn, relatives);
                }
            } else {
                relatives.add(nameAndWords[0], words);
            }
        }
    }

    private static List<String> lines() {
        InputStream in = Objects.requireNonNull(FunctionWords.class.getResourceAsStream(FILE), FILE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> Normalizer.normalize(line, Normalizer.Form.NFC))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of {@code function-words.txt}. */
    static FunctionWords shared() {
        return SHARED;
    }

    /** The languages that a text may be of which the n-gram model takes for this one; empty if the model can be believed. */
    Optional<Relatives> relatives(String standIn) {
        return Optional.ofNullable(byStandIn.get(standIn));
    }

    /** Languages by their words, and by letters that only one of them has. */
    static final class Relatives {
        private static final char LETTERS = '~';

        private final List<String> languages = new ArrayList<>();
        private final Map<String, List<Integer>> byWord = new HashMap<>();
        private final Map<Character, Integer> byLetter = new HashMap<>();

        private void add(String language, List<String> words) {
            int index = languages.size();
            languages.add(language);
            for (String word : words) {
                if (word.charAt(0) == LETTERS) {
                    word.chars().skip(1).forEach(letter -> byLetter.put((char) letter, index));
                } else {
                    byWord.computeIfAbsent(word, w -> new ArrayList<>()).add(index);
                }
            }
        }

        List<String> languages() {
            return languages;
        }

        /** For each language, how many of the words are its own. */
        int[] hits(String[] words) {
            int[] hits = new int[languages.size()];
            for (String word : words) {
                List<Integer> having = byWord.get(word);
                if (having == null) {
                    having = byLetter(word);
                }
                for (int language : having) {
                    hits[language]++;
                }
            }
            return hits;
        }

        private List<Integer> byLetter(String word) {
            for (int i = 0; i < word.length() && !byLetter.isEmpty(); i++) {
                Integer language = byLetter.get(word.charAt(i));
                if (language != null) {
                    return List.of(language);
                }
            }
            return List.of();
        }
    }
}
