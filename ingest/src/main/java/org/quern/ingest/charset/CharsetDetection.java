package org.quern.ingest.charset;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which charset bytes are in that nothing else tells: ICU's statistics of byte trigrams, over at most
 * {@value #MAX_SAMPLE_BYTES} bytes from the first that is not ASCII.
 */
final class CharsetDetection {
    static final int MAX_SAMPLE_BYTES = 4_096;
    private static final int CONTEXT_BYTES = 64;
    private static final Charset FALLBACK = Charset.forName("windows-1252");

    private CharsetDetection() {}

    /** The likeliest charset; windows-1252, which reads any bytes, if there is no likely one. */
    static Charset of(byte[] bytes, boolean markup) {
        CharsetDetector detector = new CharsetDetector();
        detector.enableInputFilter(markup);
        detector.setText(sample(bytes));
        return Arrays.stream(detector.detectAll())
                .map(CharsetMatch::getName)
                .map(CharsetLabel::charset)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(FALLBACK);
    }

    private static byte[] sample(byte[] bytes) {
        int first = 0;
        while (first < bytes.length && bytes[first] > 0 && bytes[first] != 0x1b) {
            first++;
        }
        // An even place, for charsets of two bytes a character.
        int from = Math.max(0, first - CONTEXT_BYTES) & ~1;
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + MAX_SAMPLE_BYTES));
    }
}
