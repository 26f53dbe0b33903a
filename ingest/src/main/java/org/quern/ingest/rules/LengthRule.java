package org.quern.ingest.rules;

/** Too little or too much to learn from: a text outside {@code minChars..maxChars}. For domains that prose rules misjudge. */
record LengthRule(int minChars, int maxChars) implements Rule {
    @Override
    public Verdict judge(MeasuredText text) {
        int chars = text.text().length();
        return chars < minChars || chars > maxChars ? Verdict.drop("length.characters", chars) : Verdict.KEEP;
    }
}
