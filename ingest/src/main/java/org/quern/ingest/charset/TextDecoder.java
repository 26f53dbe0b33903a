package org.quern.ingest.charset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Bytes to characters, in the order of the HTML standard: byte order mark, the transport's charset, the page's
 * {@code meta}; where these are silent or unknown, UTF-8 if the bytes are valid UTF-8, else what detection says. A declared
 * charset is not believed if it is UTF-8 and the bytes are not, or another and the bytes are UTF-8 beyond chance.
 */
public final class TextDecoder {
    private static final int PRESCAN_BYTES = 2_048;

    /** So many characters of several bytes, and no byte out of place, are no chance. */
    private static final int MIN_UTF8_CHARACTERS = 8;

    private static final char REPLACEMENT = '\ufffd';
    private static final char ESCAPE = '\u001b';

    private TextDecoder() {}

    /**
     * The characters of a page.
     *
     * @param declared the charset of the HTTP header, if it has one
     */
    public static String html(byte[] page, Optional<String> declared) {
        return decode(page, declared.flatMap(CharsetLabel::charset).or(() -> metaCharset(page)), true);
    }

    /**
     * The characters of a text without markup.
     *
     * @param declared the charset of the HTTP header, if it has one
     */
    public static String text(byte[] text, Optional<String> declared) {
        return decode(text, declared.flatMap(CharsetLabel::charset), false);
    }

    private static String decode(byte[] bytes, Optional<Charset> declared, boolean markup) {
        if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
            return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, 0xfe, 0xff)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
        }
        if (startsWith(bytes, 0xff, 0xfe)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
        }
        if (declared.isEmpty() || declared.get().equals(StandardCharsets.UTF_8)) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (isSurelyUtf8(text, declared.isPresent())) {
                return text;
            }
        }
        return new String(bytes, charset(bytes, declared, markup));
    }

    /** What nearly all pages are, and cheaper to see than {@link Utf8Census} is to take. */
    private static boolean isSurelyUtf8(String text, boolean declared) {
        return text.indexOf(REPLACEMENT) < 0 && (declared || (text.indexOf('\0') < 0 && text.indexOf(ESCAPE) < 0));
    }

    private static Charset charset(byte[] bytes, Optional<Charset> declared, boolean markup) {
        Utf8Census utf8 = Utf8Census.of(bytes);
        Optional<Charset> other = declared.filter(charset -> !charset.equals(StandardCharsets.UTF_8));
        if (other.isPresent()) {
            boolean belied = utf8.malformed() == 0 && utf8.characters() >= MIN_UTF8_CHARACTERS;
            return belied ? StandardCharsets.UTF_8 : other.get();
        }
        // Zeros and escapes are ASCII and so UTF-8, but belong to UTF-16 and ISO-2022.
        boolean plain = utf8.malformed() == 0 && (declared.isPresent() || utf8.controls() == 0);
        // A few broken sequences in much that is whole: a cut or damaged text in UTF-8, not one in another charset.
        return plain || utf8.characters() > 4 * utf8.malformed()
                ? StandardCharsets.UTF_8
                : CharsetDetection.of(bytes, markup);
    }

    private static Optional<Charset> metaCharset(byte[] page) {
        String head = new String(page, 0, Math.min(page.length, PRESCAN_BYTES), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        for (int meta = head.indexOf("<meta"); meta >= 0; meta = head.indexOf("<meta", meta + 5)) {
            int end = head.indexOf('>', meta);
            String tag = head.substring(meta, end < 0 ? head.length() : end);
            int at = tag.indexOf("charset=");
            if (at >= 0) {
                return CharsetLabel.charset(tag.substring(at + "charset=".length()))
                        .map(found -> found.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : found);
            }
        }
        return Optional.empty();
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
