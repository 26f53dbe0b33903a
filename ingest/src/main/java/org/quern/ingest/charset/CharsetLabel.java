package org.quern.ingest.charset;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names of charsets as pages, servers and detectors write them. */
final class CharsetLabel {
    /** Labels that browsers read as a larger charset (the WHATWG's encoding standard), and names that Java does not know. */
    private static final Map<String, String> READ_AS = Map.ofEntries(
            Map.entry("iso-8859-1", "windows-1252"),
            Map.entry("latin1", "windows-1252"),
            Map.entry("us-ascii", "windows-1252"),
            Map.entry("ascii", "windows-1252"),
            Map.entry("gb2312", "gb18030"),
            Map.entry("gbk", "gb18030"),
            Map.entry("big5", "big5-hkscs"),
            Map.entry("shift_jis", "windows-31j"),
            Map.entry("x-sjis", "windows-31j"),
            Map.entry("ks_c_5601-1987", "x-windows-949"),
            Map.entry("euc-kr", "x-windows-949"),
            Map.entry("iso-8859-8-i", "windows-1255"),
            Map.entry("iso-8859-9", "windows-1254"),
            Map.entry("iso-8859-11", "x-windows-874"),
            Map.entry("tis-620", "x-windows-874"),
            Map.entry("windows-874", "x-windows-874"),
            Map.entry("koi8-r", "koi8-u"));

    private CharsetLabel() {}

    /** The charset of a label, which may be quoted and have something after it; nothing if it is unknown. */
    static Optional<Charset> charset(String label) {
        int start = 0;
        while (start < label.length() && "\"' ".indexOf(label.charAt(start)) >= 0) {
            start++;
        }
        int end = start;
        while (end < label.length() && "\"' ;,/>".indexOf(label.charAt(end)) < 0) {
            end++;
        }
        String name = label.substring(start, end).toLowerCase(Locale.ROOT);
        try {
            return Optional.of(Charset.forName(READ_AS.getOrDefault(name, name)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }
}
