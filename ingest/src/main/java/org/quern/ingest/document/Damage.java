package org.quern.ingest.document;

/**
 * A record, entry or file that could not be read; reading goes on after it.
 *
 * @param reason {@code kind: detail}, the kind being what the counts are by: {@code damaged}, {@code unreadable},
 *     {@code too_large}, {@code encrypted} or {@code no_text}
 */
public record Damage(String source, long offset, String reason) implements Finding {
    /** A record or entry of a file whose other records may be whole. */
    public static Damage damaged(String source, long offset, String detail) {
        return new Damage(source, offset, "damaged: " + detail);
    }

    /** A whole file. */
    public static Damage unreadable(String source, Throwable cause) {
        return new Damage(source, 0, "unreadable: " + detail(cause));
    }

    /** More bytes than the configuration allows a document. */
    public static Damage tooLarge(String source, long offset, long maxBytes) {
        return tooLarge(source, offset, maxBytes + " bytes");
    }

    /** More than a reader takes, in its own units. */
    public static Damage tooLarge(String source, long offset, String limit) {
        return new Damage(source, offset, "too_large: over " + limit);
    }

    /** A failure in one line. */
    public static String detail(Throwable cause) {
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return message == null ? name : name + " " + message.lines().findFirst().orElse("");
    }
}
