package org.quern.ingest.warc;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;

/** The texts of one WARC or ARC file. A finding's offset is where its record begins in the file. */
public final class WarcFindings implements Findings {
    private final SeekableInput file;
    private final String source;
    private final int maxBytes;
    private final RecordText texts;
    private @Nullable WarcReader reader;
    private long base;
    private boolean atEnd;

    /**
     * Opens nothing yet.
     *
     * @param maxBytes a record whose body is larger becomes a {@link Damage}
     */
    public WarcFindings(SeekableInput file, String source, int maxBytes) {
        this.file = file;
        this.source = source;
        this.maxBytes = maxBytes;
        this.texts = new RecordText(source, maxBytes);
    }

    @Override
    public Optional<Finding> next() throws IOException {
        while (!atEnd) {
            long offset = base;
            try {
                WarcReader open = reader();
                Optional<WarcRecord> record = open.next();
                offset = base + open.position();
                if (record.isEmpty()) {
                    atEnd = true;
                } else {
                    Optional<Finding> finding = texts.of(record.get(), offset);
                    if (finding.isPresent()) {
                        return finding;
                    }
                }
            } catch (IOException | RuntimeException e) {
                offset = reader == null ? offset : Math.max(offset, base + reader.position());
                resumeAfter(offset);
                Optional<Finding> rescued = rescue(offset);
                return rescued.isPresent() ? rescued : Optional.of(Damage.damaged(source, offset, Damage.detail(e)));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }

    private WarcReader reader() throws IOException {
        WarcReader open = reader;
        if (open == null) {
            InputStream in = new BufferedInputStream(file.open(base), 1 << 16);
            open = new WarcReader(in);
            open.setLenient(true);
            reader = open;
        }
        return open;
    }

    private Optional<Finding> rescue(long offset) {
        try {
            Optional<ArcRecord> record = ArcRecord.read(file, offset, maxBytes);
            return record.isEmpty()
                    ? Optional.empty()
                    : texts.response(record.get().block(), record.get().url(), offset);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void resumeAfter(long offset) throws IOException {
        close();
        reader = null;
        OptionalLong next = RecordScan.of(file).next(offset + 1);
        atEnd = next.isEmpty();
        base = next.orElse(offset);
    }
}
