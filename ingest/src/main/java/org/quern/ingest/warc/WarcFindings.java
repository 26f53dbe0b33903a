package org.quern.ingest.warc;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.ParsingException;
import org.netpreserve.jwarc.WarcRecord;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;

/**
 * The texts of a WARC or ARC file, or of a range of one. A finding's offset is where its record begins in the file; in a
 * compressed file, where its gzip member does.
 *
 * <p>A range has the records from the first that can be found at or after its first byte, up to the first that can be found
 * at or after its end. So ranges that meet share the records between them, each going to one, however they are cut and, in a
 * compressed file, whatever is damaged. In a plain file they may find more than the whole file's reading does: the records of
 * an archive that a record holds, and those that one of false length has swallowed.
 */
public final class WarcFindings implements Findings {
    /** The blank bytes before a record that a scan passes over. */
    private static final int MAX_BLANK_BYTES = 4;

    private final SeekableInput file;
    private final String source;
    private final int maxBytes;
    private final RecordText texts;
    private final long begin;
    private final long end;
    private @Nullable RecordScan scan;
    private @Nullable ArchiveRecords records;
    private long base;
    private long limit;
    private long lastRead = -1;
    private boolean atEnd;

    /**
     * A whole file; opens nothing yet.
     *
     * @param maxBytes a record whose body is larger becomes a {@link Damage}
     */
    public WarcFindings(SeekableInput file, String source, int maxBytes) {
        this(file, source, maxBytes, 0, Long.MAX_VALUE);
    }

    /**
     * A range of a file; opens nothing yet.
     *
     * @param maxBytes a record whose body is larger becomes a {@link Damage}
     * @param begin 0, or any byte of the file
     * @param end after the range's last byte, at most the file's length; or {@code Long.MAX_VALUE} for all the rest
     */
    public WarcFindings(SeekableInput file, String source, int maxBytes, long begin, long end) {
        this.file = file;
        this.source = source;
        this.maxBytes = maxBytes;
        this.texts = new RecordText(source, maxBytes);
        this.begin = begin;
        this.end = end;
    }

    @Override
    public Optional<Finding> next() throws IOException {
        RecordScan open = scan();
        while (!atEnd) {
            long offset = base;
            try {
                ArchiveRecords from = records(open);
                Optional<WarcRecord> record = from.next();
                offset = from.offset();
                if (record.isEmpty() || offset >= limit) {
                    atEnd = true;
                } else {
                    lastRead = offset;
                    Optional<Finding> finding = texts.of(record.get(), offset);
                    if (finding.isPresent()) {
                        return finding;
                    }
                }
            } catch (IOException | RuntimeException e) {
                offset = records == null ? offset : Math.max(offset, records.offset());
                if (offset < limit) {
                    Optional<Finding> rescued = rescue(offset);
                    resume(open.next(offset + 1 + (rescued.isPresent() ? MAX_BLANK_BYTES : 0), limit));
                    return rescued.isPresent() ? rescued : Optional.of(Damage.damaged(source, offset, detail(e)));
                }
                atEnd = true;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (records != null) {
            records.close();
        }
    }

    /** Finds the range's records when first asked. */
    private RecordScan scan() throws IOException {
        RecordScan open = scan;
        if (open == null) {
            open = RecordScan.of(file);
            scan = open;
            limit = end;
            resume(begin == 0 ? OptionalLong.of(0) : open.cut(begin, end));
            if (!atEnd && end < Long.MAX_VALUE) {
                limit = open.cut(end, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
            }
        }
        return open;
    }

    private void resume(OptionalLong next) throws IOException {
        close();
        records = null;
        base = next.orElse(limit);
        atEnd = base >= limit;
    }

    private ArchiveRecords records(RecordScan from) throws IOException {
        ArchiveRecords open = records;
        if (open == null) {
            open = from.open(base);
            records = open;
        }
        return open;
    }

    private Optional<Finding> rescue(long offset) {
        if (offset == lastRead) {
            return Optional.empty();
        }
        try {
            Optional<ArcRecord> record = ArcRecord.read(file, offset, maxBytes);
            return record.isEmpty() ? Optional.empty() : texts.of(record.get(), offset);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Parsers say at which byte after their beginning they stumbled; but reasons must not depend on how a file was cut. */
    private static String detail(Exception e) {
        return e instanceof ParsingException ? "no header of a record, or no end" : Damage.detail(e);
    }
}
