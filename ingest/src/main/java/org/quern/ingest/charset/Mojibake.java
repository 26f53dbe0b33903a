package org.quern.ingest.charset;

import java.nio.charset.Charset;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * UTF-8 that was read as windows-1252 or ISO-8859-1: {@code cafÃ©} for {@code café}.
 *
 * <p>Judged line by line. A line is repaired only if every character in it that is not ASCII is part of what would be a
 * character in UTF-8, and if there is evidence that this is no chance: a letter of Latin or the punctuation of prose, which
 * begin {@code Â}, {@code Ã}, {@code Ä}, {@code Å} and {@code â€}; or three of any kind. So right text is safe: its accented
 * letters stand between ASCII letters. {@code AMANHÃ…} is right too, and so the end of a word in capitals is no evidence.
 */
public final class Mojibake {
    private static final int MIN_CHARACTERS = 3;
    private static final int MAX_LAYERS = 3;
    private static final int FIRST_SPECIAL = 0x80;

    /** What windows-1252 has where ISO-8859-1 has control characters. */
    private static final String SPECIALS = specials();

    private final String line;
    private final StringBuilder out;
    private int at;
    private int evidence;

    private Mojibake(String line) {
        this.line = line;
        this.out = new StringBuilder(line.length());
    }

    /** The text with every line repaired that is surely damaged. */
    public static String repaired(String text) {
        return mayBeDamaged(text) ? text.lines().map(Mojibake::repairedLine).collect(Collectors.joining("\n")) : text;
    }

    private static boolean mayBeDamaged(String text) {
        for (int i = 0; i + 1 < text.length(); i++) {
            int lead = text.charAt(i);
            if (lead >= 0xc2 && lead <= 0xf4 && isContinuation(text.charAt(i + 1))) {
                return true;
            }
        }
        return false;
    }

    /** Text may have been through this more than once. */
    private static String repairedLine(String line) {
        String repaired = line;
        for (int layer = 0; layer < MAX_LAYERS; layer++) {
            Optional<String> next = new Mojibake(repaired).repair();
            if (next.isEmpty()) {
                break;
            }
            repaired = next.get();
        }
        return repaired;
    }

    private Optional<String> repair() {
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c < 0x80) {
                out.append(c);
                at++;
            } else if (!takeCharacter() && !takeBeforeBlank()) {
                return Optional.empty();
            }
        }
        return evidence >= MIN_CHARACTERS ? Optional.of(out.toString()) : Optional.empty();
    }

    private boolean takeCharacter() {
        int lead = byteAt(at);
        int length = Utf8Sequence.length(lead);
        if (length == 0 || !Utf8Sequence.mayFollow(lead, byteAt(at + 1))) {
            return false;
        }
        int codePoint = lead & (0xff >> (length + 1));
        for (int i = 1; i < length; i++) {
            int next = byteAt(at + i);
            if ((next & ~0x3f) != 0x80) {
                return false;
            }
            codePoint = (codePoint << 6) | (next & 0x3f);
        }
        if (!Character.isDefined(codePoint)) {
            return false;
        }
        boolean usual = lead <= 0xc5 || (lead == 0xe2 && byteAt(at + 1) == 0x80);
        // A control character is what another layer of the same damage looks like, but nothing to be sure of.
        if (!Character.isISOControl(codePoint) && !endsAWordInCapitals(length)) {
            evidence += usual ? MIN_CHARACTERS : 1;
        }
        out.appendCodePoint(codePoint);
        at += length;
        return true;
    }

    /** A blank that does not break ends {@code à} in this damage, and often has become an ordinary one since. */
    private boolean takeBeforeBlank() {
        int lead = byteAt(at);
        boolean blank = at + 1 < line.length() && line.charAt(at + 1) == ' ';
        if (!blank || (lead != 0xc2 && lead != 0xc3)) {
            return false;
        }
        out.append(lead == 0xc3 ? "à" : "");
        at++;
        return true;
    }

    private boolean endsAWordInCapitals(int length) {
        boolean afterCapital = at > 0 && line.charAt(at - 1) >= 'A' && line.charAt(at - 1) <= 'Z';
        boolean beforeLetter = at + length < line.length() && Character.isLetter(line.charAt(at + length));
        return afterCapital && !beforeLetter && !Character.isLetter(line.charAt(at + 1));
    }

    /** The byte that was read as this character; -1 at the end or if there is none. */
    private int byteAt(int index) {
        return index < line.length() ? byteOf(line.charAt(index)) : -1;
    }

    private static boolean isContinuation(char c) {
        return (byteOf(c) & ~0x3f) == 0x80 || c == ' ';
    }

    private static int byteOf(char c) {
        if (c <= 0xff) {
            return c;
        }
        int special = SPECIALS.indexOf(c);
        return special < 0 ? -1 : FIRST_SPECIAL + special;
    }

    private static String specials() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (FIRST_SPECIAL + i);
        }
        // The five that are not assigned: a text has U+FFFD for other reasons.
        return new String(bytes, Charset.forName("windows-1252")).replace('\ufffd', '\0');
    }
}
