package org.quern.ingest.warc;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells the head of a WARC record from text that only looks like its first line: a head has a type, a length and an end. */
final class RecordHead {
    /** Longer heads are not recognised. */
    static final int MAX_BYTES = 1 << 14;

    private static final Pattern VERSION = Pattern.compile("WARC/[01]\\.[0-9]{1,2}");
    private static final Pattern LENGTH = Pattern.compile("content-length:\\s*[0-9]{1,18}");

    private RecordHead() {}

    /** Whether the bytes begin with a head. */
    static boolean isIn(byte[] bytes) {
        Iterator<String> lines =
                new String(bytes, StandardCharsets.ISO_8859_1).lines().iterator();
        boolean type = false;
        boolean length = false;
        boolean ended =
                !lines.hasNext() || !VERSION.matcher(lines.next().strip()).matches();
        while (!ended && lines.hasNext()) {
            String line = lines.next().strip().toLowerCase(Locale.ROOT);
            type |= line.startsWith("warc-type:");
            length |= LENGTH.matcher(line).matches();
            ended = line.isEmpty();
        }
        return ended && type && length;
    }
}
