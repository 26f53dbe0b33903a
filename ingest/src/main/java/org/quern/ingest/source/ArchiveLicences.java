package org.quern.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.RawText;
import org.quern.ingest.licence.Licence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The licences that an archive's files such as {@code LICENSE} and {@code COPYING} state for their folders and all below. With a
 * directory, they are read when the first file below is asked about; else those count that came before it.
 */
final class ArchiveLicences {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveLicences.class);
    private static final Pattern FILE = Pattern.compile("(licen[sc]e|copying|unlicense)([-._].*)?");
    static final int MAX_BYTES = 1 << 16;

    /** Where a jar has the licence of all that is in it. */
    private static final String JAR_FOLDER = "META-INF/";

    private final Map<String, List<ArchiveEntries.Entry>> unread;
    private final Map<String, String> byFolder = new HashMap<>();

    ArchiveLicences(List<ArchiveEntries.Entry> known) {
        unread = known.stream().collect(Collectors.groupingBy(entry -> folderFor(entry.name())));
    }

    /** Whether the file's name says that it states a licence; a source file may be called so too, but states its own. */
    static boolean isLicence(String name) {
        boolean text = SourceFormat.ofName(name)
                .map(format -> format == SourceFormat.TEXT)
                .orElse(true);
        return text
                && FILE.matcher(name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT))
                        .matches();
    }

    /** Adds what the file states; where a folder has several such files, all hold. */
    void add(String name, byte[] content) {
        String text = new String(content, 0, Math.min(content.length, MAX_BYTES), StandardCharsets.UTF_8);
        Licence.of(text)
                .map(licence -> licence.expression().toString())
                .ifPresent(stated -> byFolder.merge(
                        folderFor(name),
                        stated,
                        (one, other) -> one.contains(other) ? one : "(" + one + ") AND (" + other + ")"));
    }

    /** The finding with the licence that the nearest folder above it states. */
    Finding licensed(Finding finding, String name) {
        if (!(finding instanceof RawText text)) {
            return finding;
        }
        String folder = folder(name);
        Optional<String> stated = stated(folder);
        while (stated.isEmpty() && !folder.isEmpty()) {
            folder = folder(folder.substring(0, folder.length() - 1));
            stated = stated(folder);
        }
        return stated.map(text::withLicence).orElse(text);
    }

    private Optional<String> stated(String folder) {
        List<ArchiveEntries.Entry> files = unread.remove(folder);
        if (files != null) {
            files.forEach(this::read);
        }
        return Optional.ofNullable(byFolder.get(folder));
    }

    private void read(ArchiveEntries.Entry entry) {
        try (InputStream content = entry.content().open()) {
            add(entry.name(), content.readNBytes(MAX_BYTES));
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} states no licence", entry.name(), e);
        }
    }

    private static String folderFor(String name) {
        String folder = folder(name);
        return folder.equals(JAR_FOLDER) ? "" : folder;
    }

    private static String folder(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }
}
