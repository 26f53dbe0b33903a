package org.quern.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;
import org.quern.ingest.source.Slice;
import org.quern.ingest.source.SliceReader;

/** What a task reads, judged, one at a time. */
final class JudgedRows implements Iterator<Judged> {
    private final Iterator<Long> batchIds;
    private final List<List<Slice>> batches;
    private final SliceReader reader;
    private final DocumentJudge judge;
    private Iterator<Slice> slices = Collections.emptyIterator();
    private Findings findings = Findings.none();
    private Optional<Finding> next = Optional.empty();

    JudgedRows(Iterator<Long> batchIds, List<List<Slice>> batches, SliceReader reader, DocumentJudge judge) {
        this.batchIds = batchIds;
        this.batches = batches;
        this.reader = reader;
        this.judge = judge;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next.isEmpty()) {
                next = findings.next();
                if (next.isEmpty() && !openNext()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Judged next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Judged judged = judge.judge(next.get());
        next = Optional.empty();
        return judged;
    }

    /** The same rows in another form. */
    <T> Iterator<T> map(Function<Judged, T> form) {
        Iterator<Judged> rows = this;
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public T next() {
                return form.apply(rows.next());
            }
        };
    }

    private boolean openNext() throws IOException {
        findings.close();
        while (!slices.hasNext()) {
            if (!batchIds.hasNext()) {
                return false;
            }
            slices = batches.get(Math.toIntExact(batchIds.next())).iterator();
        }
        findings = reader.open(slices.next());
        return true;
    }
}
