package org.quern.ingest.pdf;

/**
 * A piece of a line without wide gaps. Lengths are points; y grows downwards.
 *
 * @param text with single blanks between words
 * @param left where it begins
 * @param right where it ends
 * @param baseline its y
 * @param size of the font of most of its characters
 * @param fixedPitch whether it is in a typewriter's font
 */
record Segment(String text, float left, float right, float baseline, float size, boolean fixedPitch) {
    /** A gap this wide, in sizes of the font, parts words. */
    static final float WORD_GAP = 0.15f;

    float width() {
        return right - left;
    }

    /** Whether both stand on one line, as far as their baselines tell. */
    boolean isLevelWith(Segment other) {
        return Math.abs(baseline - other.baseline) <= 0.2f * Math.max(size, other.size);
    }

    /** This segment and one that stands to its right. */
    Segment joined(Segment next) {
        boolean apart = next.left - right > WORD_GAP * Math.max(size, next.size);
        Segment longer = next.text.length() > text.length() ? next : this;
        return new Segment(
                text + (apart ? " " : "") + next.text,
                left,
                Math.max(right, next.right),
                longer.baseline,
                longer.size,
                fixedPitch && next.fixedPitch);
    }
}
