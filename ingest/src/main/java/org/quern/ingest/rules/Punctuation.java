package org.quern.ingest.rules;

import java.util.BitSet;

/** Which characters are marks: the sets that datatrove's rules use, so that verdicts agree. */
final class Punctuation {
    /** Unicode's sentence terminals, as hexadecimal code points and ranges. */
    private static final BitSet TERMINAL = codePoints("""
            21 2e 3f 589 61d-61f 6d4 700-702 7f9 837 839 83d-83e 964-965 104a-104b 1362 1367-1368 166e
            1735-1736 17d4-17d6 17d9-17da 1803 1809 1944-1945 1aa8-1aab 1b5a-1b5b 1b5e-1b5f 1b7d-1b7e
            1c3b-1c3c 1c7e-1c7f 203c-203d 2047-2049 2e2e 2e3c 2e53-2e54 3002 a4ff a60e-a60f a6f3 a6f7
            a876-a877 a8ce-a8cf a92f a9c8-a9c9 aa5d-aa5f aaf0-aaf1 abeb fe52 fe56-fe57 ff01 ff0e ff1f ff61
            10a56-10a57 10f55-10f59 10f86-10f89 11047-11048 110be-110c1 11141-11143 111c5-111c6 111cd
            111de-111df 11238-11239 1123b-1123c 112a9 1144b-1144c 115c2-115c3 115c9-115d7 11641-11642
            1173c-1173e 11944 11946 11a42-11a43 11a9b-11a9c 11c41-11c42 11ef7-11ef8 11f43-11f44 16a6e-16a6f
            16af5 16b37-16b38 16b44 16e98 1bc9f 1da88""");

    /** Marks of Latin and East Asian text. */
    private static final CharSet MARKS = marks("!/—”:％１〈&(、━\\【#%「」，】；+^]~“《„';’{|∶´[=-`*．（–？！：$～«〉,><》)?）。…@_.\"}►»");

    private static final CharSet SPACES = CharSet.where(
            c -> c <= ' ' ? c == ' ' || (c >= 9 && c <= 13) || c >= 28 : c == 0x85 || Character.isSpaceChar(c));

    private Punctuation() {}

    static boolean isTerminal(int codePoint) {
        return TERMINAL.get(codePoint);
    }

    /** Whether the character is a terminal or another mark or a control character, but neither tab nor newline. */
    static boolean isPunctuation(char c) {
        return MARKS.has(c);
    }

    /** Whether Python's {@code str.split()} splits at the character. */
    static boolean isSpace(char c) {
        return SPACES.has(c);
    }

    static boolean isBlank(char[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!isSpace(text[i])) {
                return false;
            }
        }
        return true;
    }

    private static CharSet marks(String ofText) {
        return CharSet.of(ofText)
                .or(c -> c < 32 && c != '\t' && c != '\n')
                .or(c -> c >= 127 && c < 160)
                .or(TERMINAL::get);
    }

    private static BitSet codePoints(String ranges) {
        BitSet set = new BitSet();
        for (String range : ranges.split("\\s+", -1)) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash), 16);
            int last = Integer.parseInt(range.substring(dash + 1), 16);
            set.set(first, last + 1);
        }
        return set;
    }
}
