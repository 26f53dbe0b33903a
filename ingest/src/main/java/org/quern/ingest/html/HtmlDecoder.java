package org.quern.ingest.html;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes to characters, in the order of the HTML standard: byte order mark, the transport's charset, the page's
 * {@code meta}; where these are silent, unknown or say UTF-8 of what is not, UTF-8 if the bytes are valid UTF-8, else
 * windows-1252.
 */
public final class HtmlDecoder {
    private static final int PRESCAN_BYTES = 2_048;
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** Labels that browsers read as a larger charset. */
    private static final Map<String, String> LABELS = Map.of(
            "iso-8859-1",
            "windows-1252",
            "latin1",
            "windows-1252",
            "us-ascii",
            "windows-1252",
            "ascii",
            "windows-1252",
            "gb2312",
            "gb18030",
            "gbk",
            "gb18030",
            "shift_jis",
            "windows-31j",
            "ks_c_5601-1987",
            "x-windows-949",
            "euc-kr",
            "x-windows-949",
            "iso-8859-9",
            "windows-1254");

    private HtmlDecoder() {}

    /**
     * The page's characters.
     *
     * @param declared the charset of the HTTP header, if it has one
     */
    public static String html(byte[] page, Optional<String> declared) {
        return decode(page, declared.flatMap(HtmlDecoder::charset).or(() -> metaCharset(page)));
    }

    /** The characters of a text that is not HTML, by its byte order mark or what is valid. */
    public static String text(byte[] text) {
        return decode(text, Optional.empty());
    }

    private static String decode(byte[] bytes, Optional<Charset> declared) {
        if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
            return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, 0xfe, 0xff)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
        }
        if (startsWith(bytes, 0xff, 0xfe)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
        }
        if (declared.isPresent() && !declared.get().equals(StandardCharsets.UTF_8)) {
            return new String(bytes, declared.get());
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, isMostlyUtf8(bytes) ? StandardCharsets.UTF_8 : WINDOWS_1252);
        }
    }

    /** A few broken sequences in much that is whole: a cut or damaged page in UTF-8, not one in another charset. */
    private static boolean isMostlyUtf8(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        long broken = text.chars().filter(c -> c == 0xfffd).count();
        long whole = text.chars().filter(c -> c >= 0x80 && c != 0xfffd).count();
        return whole > 4 * broken;
    }

    private static Optional<Charset> metaCharset(byte[] page) {
        String head = new String(page, 0, Math.min(page.length, PRESCAN_BYTES), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        for (int meta = head.indexOf("<meta"); meta >= 0; meta = head.indexOf("<meta", meta + 5)) {
            int end = head.indexOf('>', meta);
            String tag = head.substring(meta, end < 0 ? head.length() : end);
            int at = tag.indexOf("charset=");
            if (at >= 0) {
                return charset(tag.substring(at + "charset=".length()))
                        .map(found -> found.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : found);
            }
        }
        return Optional.empty();
    }

    private static Optional<Charset> charset(String label) {
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
            return Optional.of(Charset.forName(LABELS.getOrDefault(name, name)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
