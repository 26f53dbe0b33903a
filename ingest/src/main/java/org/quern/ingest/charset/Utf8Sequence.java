package org.quern.ingest.charset;

/** Which bytes make a character of several in UTF-8 (RFC 3629): no overlong forms, no surrogates, none over U+10FFFF. */
final class Utf8Sequence {
    private Utf8Sequence() {}

    /** The length that a first byte tells, 2 to 4; 0 if it is no first byte. */
    static int length(int lead) {
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }

    static boolean mayFollow(int lead, int second) {
        int min = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int max = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= min && second <= max;
    }
}
