package org.quern.ingest.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;

/** What is in entries of an archive. An entry that is damaged or too large is reported, and the next one read. */
final class ArchiveFindings implements Findings {
    private final ArchiveEntries entries;
    private final String source;
    private final Optional<SourceFormat> format;
    private final ReadOptions options;
    private final ArchiveLicences licences;
    private Findings current = Findings.none();
    private String currentName = "";
    private String currentSource = "";

    ArchiveFindings(Slice slice, Configuration hadoop, ReadOptions options) throws IOException {
        this.entries = Archives.open(slice, hadoop);
        this.source = slice.source();
        this.format = SourceFormat.named(slice.format());
        this.options = options;
        this.licences = new ArchiveLicences(entries.licences());
    }

    @Override
    public Optional<Finding> next() {
        while (true) {
            try {
                Optional<Finding> finding = current.next();
                if (finding.isPresent()) {
                    return finding.map(found -> licences.licensed(found, currentName));
                }
                current.close();
                current = Findings.none();
                currentSource = source;
                Optional<ArchiveEntries.Entry> entry = entries.next();
                if (entry.isEmpty()) {
                    return Optional.empty();
                }
                currentName = entry.get().name();
                currentSource = source + "!/" + currentName;
                current = open(entry.get());
            } catch (IOException | RuntimeException e) {
                current = Findings.none();
                long offset = currentSource.equals(source) ? entries.offset() : 0;
                return Optional.of(Damage.damaged(currentSource, offset, Damage.detail(e)));
            }
        }
    }

    private Findings open(ArchiveEntries.Entry entry) throws IOException {
        Optional<SourceFormat> known = format.or(() -> SourceFormat.ofName(entry.name()));
        boolean isLicence = ArchiveLicences.isLicence(entry.name());
        boolean isRead = known.isPresent() && known.get() != SourceFormat.WARC && known.get() != SourceFormat.PARQUET;
        if (!isLicence && !isRead) {
            return Findings.none();
        }
        InputStream content = entry.content().open();
        if (isLicence) {
            byte[] bytes = content.readNBytes(isRead ? options.maxDocumentBytes() + 1 : ArchiveLicences.MAX_BYTES);
            licences.add(entry.name(), bytes);
            content = new ByteArrayInputStream(bytes);
        }
        return isRead
                ? StreamFindings.open(
                        known.get(), Compression.ofName(entry.name()).open(content), currentSource, options)
                : Findings.none();
    }

    @Override
    public void close() throws IOException {
        current.close();
        entries.close();
    }
}
