package org.quern.ingest.rules;

/**
 * FineWeb's own heuristics (Penedo et al. 2024, arXiv 2406.17557), as datatrove's {@code FineWebQualityFilter}: over lines
 * that are not blank, the share that ends in a terminal mark (of any script), the share of short ones, the characters in
 * repeated ones, and newlines per word.
 *
 * <p>Repeated characters may be 0.01 of the text as in datatrove's code; the paper says 0.1.
 */
final class FineWebQuality implements Rule {
    static final double MIN_PUNCTUATED_LINE_RATIO = 0.12;
    static final double MAX_SHORT_LINE_RATIO = 0.67;
    static final int SHORT_LINE_LENGTH = 30;
    static final double MAX_DUPLICATE_CHAR_RATIO = 0.01;
    static final double MAX_NEWLINES_PER_WORD = 0.3;

    @Override
    public Verdict judge(MeasuredText measured) {
        String text = measured.text();
        Lines lines = Lines.of(measured);
        if (lines.spans.size() == 0) {
            return Verdict.drop("fineweb.empty", 0);
        }
        double count = lines.spans.size();
        if (lines.punctuated / count < MIN_PUNCTUATED_LINE_RATIO) {
            return Verdict.drop("fineweb.punctuated_lines", lines.punctuated / count);
        }
        if (lines.brief / count > MAX_SHORT_LINE_RATIO) {
            return Verdict.drop("fineweb.short_lines", lines.brief / count);
        }
        double repeated = (double) lines.spans.repeated().chars() / (text.length() - lines.newlines);
        if (repeated > MAX_DUPLICATE_CHAR_RATIO) {
            return Verdict.drop("fineweb.duplicate_line_characters", repeated);
        }
        double newlines = (double) lines.newlines / measured.words().size();
        return newlines > MAX_NEWLINES_PER_WORD ? Verdict.drop("fineweb.newlines_per_word", newlines) : Verdict.KEEP;
    }

    /** The lines that are not blank: where they are, how many end in a terminal mark, how many are short. */
    private record Lines(Spans spans, int punctuated, int brief, int newlines) {
        static Lines of(MeasuredText measured) {
            String text = measured.text();
            Spans spans = new Spans(measured.chars(), measured.lines().size());
            int punctuated = 0;
            int brief = 0;
            int newlines = 0;
            int start = 0;
            for (int end = 0; start <= text.length(); start = end + 1) {
                int newline = text.indexOf('\n', start);
                end = newline < 0 ? text.length() : newline;
                newlines += newline < 0 ? 0 : 1;
                if (!Punctuation.isBlank(measured.chars(), start, end)) {
                    spans.add(start, end);
                    punctuated += Punctuation.isTerminal(text.codePointBefore(end)) ? 1 : 0;
                    brief += end - start <= SHORT_LINE_LENGTH ? 1 : 0;
                }
            }
            return new Lines(spans, punctuated, brief, newlines);
        }
    }
}
