package org.quern.ingest.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name of a document, a function of its content alone: the first 128 bits, as 32 hexadecimal digits, of SHA-256 over
 * the UTF-8 bytes of url, NUL, text. The same page read from two files has the same id; partitions and row order do not
 * enter.
 */
public final class DocumentId {
    private static final int ID_BYTES = 16;

    private DocumentId() {}

    /** The id of the document with this address and text. */
    public static String of(String url, String text) {
        MessageDigest sha256 = sha256();
        sha256.update(url.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
