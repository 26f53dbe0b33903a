package org.quern.ingest.rules;

/**
 * Not text: too few of its characters other than white space are letters. Tables of numbers, hexadecimal dumps and binary
 * data read as characters fall here; formulas and code do not.
 */
record TextShareRule(double minLetterRatio) implements Rule {
    @Override
    public Verdict judge(MeasuredText measured) {
        String text = measured.text();
        int letters = 0;
        int others = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetter(c) || Character.isSurrogate(c)) {
                letters++;
            } else if (!Punctuation.isSpace(c)) {
                others++;
            }
        }
        double ratio = letters + others == 0 ? 0 : (double) letters / (letters + others);
        return ratio < minLetterRatio ? Verdict.drop("text_share.letters", ratio) : Verdict.KEEP;
    }
}
