package org.quern.ingest.charset;

/**
 * How much of some bytes is UTF-8.
 *
 * @param characters whole characters of two bytes or more
 * @param malformed bytes that belong to no character
 * @param controls zeros and escapes
 */
record Utf8Census(int characters, int malformed, int controls) {
    static Utf8Census of(byte[] bytes) {
        int characters = 0;
        int malformed = 0;
        int controls = 0;
        int at = 0;
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b >= 0) {
                controls += b == 0 || b == 0x1b ? 1 : 0;
                at++;
                continue;
            }
            int length = length(bytes, at);
            characters += length > 0 ? 1 : 0;
            malformed += length > 0 ? 0 : 1;
            at += Math.max(1, length);
        }
        return new Utf8Census(characters, malformed, controls);
    }

    /** How many bytes the character that begins here has, 2 to 4; 0 if none does. */
    private static int length(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        int length = Utf8Sequence.length(lead);
        if (length == 0 || at + length > bytes.length) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        boolean whole = Utf8Sequence.mayFollow(lead, second);
        for (int i = 2; i < length; i++) {
            whole &= (bytes[at + i] & 0xc0) == 0x80;
        }
        return whole ? length : 0;
    }
}
