package org.quern.ingest.document;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The form that dates of documents have: to the second, in UTC, as in {@code 2024-01-31T23:59:59Z}, which is also how
 * FineWeb writes them. All are of one length, so that the order of the texts is that of time.
 */
public final class DocumentDate {
    private static final int LENGTH = "2024-01-31T23:59:59Z".length();
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("[-MM[-dd[['T'][' ']HH:mm[:ss]]]]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
            .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter ARC = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("MMddHHmmss")
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);
    private static final int ARC_LENGTH = "20240131235959".length();

    private DocumentDate() {}

    /**
     * The date that a text says: ISO 8601, whole or cut after any of its parts, UTC where it names no offset, a blank for its
     * {@code T}; or the 14 digits of an ARC file. Empty if it says none of these.
     */
    public static Optional<String> of(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return Optional.empty();
        }
        try {
            DateTimeFormatter form = stripped.length() == ARC_LENGTH && stripped.indexOf('-') < 0 ? ARC : ISO;
            return of(form.parse(stripped, OffsetDateTime::from).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The date of this moment; empty outside the years 0 to 9999. */
    public static Optional<String> of(Instant instant) {
        String date = instant.truncatedTo(ChronoUnit.SECONDS).toString();
        return date.length() == LENGTH ? Optional.of(date) : Optional.empty();
    }
}
