package org.quern.ingest.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One set of synonyms of WordNet.
 *
 * @param offset in its data file
 * @param file number of its lexicographer file
 * @param line the words, their part of speech, what they mean and examples, to read
 */
record Synset(long offset, int file, String line) {
    /** The synset of a data file's line; nothing for a line of the licence or one that is damaged. */
    static Optional<Synset> parse(String line) {
        int bar = line.indexOf(" | ");
        if (bar < 0 || line.startsWith(" ")) {
            return Optional.empty();
        }
        String[] fields = line.substring(0, bar).split(" ", -1);
        try {
            int numWords = Integer.parseInt(fields[3], 16);
            List<String> words = new ArrayList<>();
            for (int i = 0; i < numWords; i++) {
                words.add(word(fields[4 + 2 * i]));
            }
            String text = String.join(", ", words) + " (" + partOfSpeech(fields[2]) + "): "
                    + line.substring(bar + 3).strip();
            return Optional.of(new Synset(Long.parseLong(fields[0]), Integer.parseInt(fields[1]), sentence(text)));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** A word without its syntactic marker: {@code galore(ip)} is {@code galore}. */
    private static String word(String field) {
        int marker = field.indexOf('(');
        return (marker > 0 ? field.substring(0, marker) : field).replace('_', ' ');
    }

    private static String sentence(String text) {
        char last = text.charAt(text.length() - 1);
        return Character.isLetterOrDigit(last) || last == ')' ? text + "." : text;
    }

    private static String partOfSpeech(String type) {
        return switch (type) {
            case "n" -> "noun";
            case "v" -> "verb";
            case "r" -> "adverb";
            default -> "adjective";
        };
    }
}
