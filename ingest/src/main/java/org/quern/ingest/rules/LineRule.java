package org.quern.ingest.rules;

/**
 * Generated, minified or copied: lines too long on average or at most, or mostly the same ones again. Blank lines and lines
 * of under {@value #MIN_LINE_LENGTH} characters (closing brackets) count for no repetition.
 */
record LineRule(double maxMeanLineLength, int maxLineLength, double maxDuplicateLineRatio) implements Rule {
    static final int MIN_LINE_LENGTH = 8;

    @Override
    public Verdict judge(MeasuredText measured) {
        Spans lines = measured.lines();
        Spans substantial = new Spans(measured.chars(), lines.size());
        int longest = 0;
        for (int i = 0; i < lines.size(); i++) {
            longest = Math.max(longest, lines.length(i));
            if (lines.length(i) >= MIN_LINE_LENGTH
                    && !Punctuation.isBlank(measured.chars(), lines.start(i), lines.end(i))) {
                substantial.add(lines.start(i), lines.end(i));
            }
        }
        double mean = (double) measured.text().length() / Math.max(1, lines.size());
        if (mean > maxMeanLineLength) {
            return Verdict.drop("lines.mean_length", mean);
        }
        if (longest > maxLineLength) {
            return Verdict.drop("lines.max_length", longest);
        }
        double repeated = (double) substantial.repeated().pieces() / Math.max(1, substantial.size());
        return repeated > maxDuplicateLineRatio ? Verdict.drop("lines.duplicates", repeated) : Verdict.KEEP;
    }
}
