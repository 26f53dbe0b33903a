package org.quern.ingest.rules;

/**
 * Counts sentences as spaCy's rule-based sentencizer does: a sentence ends at a word that is a terminal mark, after the
 * closing marks that follow it. A full stop inside a word ({@code 3.14}, {@code e.g.}) ends none.
 */
final class Sentences {
    private Sentences() {}

    static int count(String line) {
        Spans words = WordSplitter.split(line);
        int sentences = 0;
        boolean ended = true;
        for (int i = 0; i < words.size(); i++) {
            char first = line.charAt(words.start(i));
            boolean terminal = words.length(i) == 1 && Punctuation.isTerminal(first);
            if (ended && !terminal && !(sentences > 0 && Punctuation.isPunctuation(first) && words.length(i) == 1)) {
                sentences++;
                ended = false;
            }
            ended |= terminal;
        }
        return Math.max(sentences, words.size() > 0 ? 1 : 0);
    }
}
