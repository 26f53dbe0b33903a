package org.quern.ingest.pdf;

/**
 * A character, or a ligature of some, as it is drawn. Lengths are points; y grows downwards.
 *
 * @param text its characters; blank for a space
 * @param left where it begins
 * @param right where the next one would begin
 * @param baseline its y
 * @param size of its font
 * @param fixedPitch whether all characters of its font are as wide
 */
record Glyph(String text, float left, float right, float baseline, float size, boolean fixedPitch) {
    boolean isSpace() {
        return text.isBlank();
    }
}
