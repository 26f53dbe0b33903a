package org.quern.ingest.rules;

/**
 * Counts sentences as spaCy's rule-based sentencizer does: a sentence ends at a word that is a terminal mark, after the
 * closing marks that follow it. A full stop inside a word ({@code 3.14}, {@code e.g.}) ends none.
 */
final class Sentences {
    private Sentences() {}

    /** Sentences of the words {@code from} up to {@code to} of a text. */
    static int count(MeasuredText text, int from, int to) {
        Spans words = text.words();
        int sentences = 0;
        boolean ended = true;
        for (int i = from; i < to; i++) {
            char first = text.chars()[words.start(i)];
            boolean terminal = words.length(i) == 1 && Punctuation.isTerminal(first);
            if (ended && !terminal && !(sentences > 0 && Punctuation.isPunctuation(first) && words.length(i) == 1)) {
                sentences++;
                ended = false;
            }
            ended |= terminal;
        }
        return Math.max(sentences, to > from ? 1 : 0);
    }
}
