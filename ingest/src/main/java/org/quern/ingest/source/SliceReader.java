package org.quern.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;
import org.quern.ingest.warc.WarcFindings;

/** Opens slices. A file that cannot be read becomes one {@link Damage}, after what could be read of it. */
public final class SliceReader {
    private final Configuration hadoop;
    private final ReadOptions options;

    /** A reader of files that this configuration reaches. */
    public SliceReader(Configuration hadoop, ReadOptions options) {
        this.hadoop = hadoop;
        this.options = options;
    }

    /** What is in the slice. Never throws, and neither does the result's {@code next}. */
    public Findings open(Slice slice) {
        try {
            return new Guarded(openUnguarded(slice), slice.source());
        } catch (IOException | RuntimeException e) {
            return new Guarded(Findings.none(), slice.source(), Optional.of(Damage.unreadable(slice.source(), e)));
        }
    }

    private Findings openUnguarded(Slice slice) throws IOException {
        if (Archives.isZip(slice.path()) || Archives.isTar(slice.path())) {
            return new ArchiveFindings(slice, hadoop, options);
        }
        Path path = new Path(slice.path());
        SourceFormat format = SourceFormat.valueOf(slice.format());
        FileSystem files = path.getFileSystem(hadoop);
        return switch (format) {
            case WARC -> warc(files, path, slice);
            case PARQUET -> ParquetFindings.open(path, hadoop, slice.source(), options);
            default -> StreamFindings.open(format, content(files, path), slice.source(), options);
        };
    }

    private Findings warc(FileSystem files, Path path, Slice slice) {
        boolean divisible = Compression.ofName(path.getName()).isDivisible();
        return new WarcFindings(
                offset -> seek(files, path, offset),
                slice.source(),
                options.maxDocumentBytes(),
                slice.begin(),
                divisible ? slice.end() : Long.MAX_VALUE);
    }

    /** A WARC from a byte on. Gzip members are for its reader; the rest is taken off here, the byte being one of the content. */
    private static InputStream seek(FileSystem files, Path path, long offset) throws IOException {
        FSDataInputStream in = files.open(path);
        Compression compression = Compression.ofName(path.getName());
        if (compression == Compression.NONE || compression == Compression.GZIP) {
            in.seek(offset);
            return in;
        }
        InputStream content = compression.open(in);
        content.skipNBytes(offset);
        return content;
    }

    private static InputStream content(FileSystem files, Path path) throws IOException {
        return Compression.ofName(path.getName()).open(files.open(path));
    }

    /** Findings that end with a {@link Damage} where they would throw. */
    private static final class Guarded implements Findings {
        private final Findings findings;
        private final String source;
        private Optional<Finding> last;
        private boolean failed;

        private Guarded(Findings findings, String source) {
            this(findings, source, Optional.empty());
        }

        private Guarded(Findings findings, String source, Optional<Finding> last) {
            this.findings = findings;
            this.source = source;
            this.last = last;
        }

        @Override
        public Optional<Finding> next() {
            try {
                Optional<Finding> next = failed ? Optional.empty() : findings.next();
                if (next.isPresent()) {
                    return next;
                }
            } catch (IOException | RuntimeException e) {
                failed = true;
                last = Optional.of(Damage.unreadable(source, e));
            }
            Optional<Finding> end = last;
            last = Optional.empty();
            return end;
        }

        @Override
        public void close() throws IOException {
            findings.close();
        }
    }
}
