package org.quern.dedup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.quern.ingest.job.InputException;

/**
 * What is known of earlier dumps: a folder with a sub-folder for each, {@link IndexPart}, in the order in which they were added. A part never
 * changes. It appears whole or not at all, and before the output of its dump: a dump that was killed in between finds its own
 * part and is checked against the same parts as the first time, as is one that is run again after others.
 *
 * <p>A part has {@code part.json}; {@code documents/}, a row for each distinct text, see {@link IndexedText}; and {@code shingles/},
 * see {@link ShingleFiles}.
 */
record DumpIndex(FileSystem files, Path folder) {
    /** Writes the tables of a part into a folder and returns the number of texts. */
    interface Content {
        long write(Path folder) throws IOException;
    }

    static DumpIndex at(String folder, Configuration hadoop) throws IOException {
        Path path = new Path(folder);
        return new DumpIndex(path.getFileSystem(hadoop), path);
    }

    /**
     * Where a dump stands. One that is new is checked against all parts, one that is there against those that it was checked against.
     *
     * @param fingerprint of the dump
     * @param input the folder that it is read from
     * @throws InputException if the index cannot be used, or not with this configuration
     */
    IndexedDump dump(String fingerprint, String input, DedupConfig config) throws IOException {
        List<IndexPart> parts = parts();
        Optional<IndexPart> own =
                parts.stream().filter(part -> part.dump().equals(fingerprint)).findFirst();
        if (own.isPresent()) {
            requireSame(own.get(), config);
        } else {
            requireOther(parts, input);
        }
        List<String> names = own.map(IndexPart::checkedAgainst)
                .orElse(parts.stream().map(IndexPart::name).toList());
        List<IndexPart> earlier =
                parts.stream().filter(part -> names.contains(part.name())).toList();
        if (earlier.size() < names.size()) {
            throw new InputException(
                    "index %s lacks parts that %s was checked against, it has %s of %s; restore them, or remove %s"
                            .formatted(
                                    folder,
                                    own.orElseThrow().name(),
                                    earlier.stream().map(IndexPart::name).toList(),
                                    names,
                                    own.orElseThrow().name()));
        }
        for (IndexPart part : earlier) {
            requireComparable(part, config);
        }
        int number = parts.isEmpty() ? 0 : parts.get(parts.size() - 1).number() + 1;
        IndexPart next =
                new IndexPart(fingerprint, input, number, IndexPart.deciding(config), names, 0, config.numFiles());
        return new IndexedDump(this, own.orElse(next), earlier, own.isPresent());
    }

    private void requireSame(IndexPart own, DedupConfig config) {
        String now = IndexPart.deciding(config).toString();
        if (!own.config().toString().equals(now)) {
            throw new InputException(
                    "index %s has this dump already, made with %s, not %s; run it with that, choose another index, or remove %s and the parts that were checked against it"
                            .formatted(folder, own.config(), now, own.name()));
        }
    }

    /** A dump that was read or scored anew would lose nearly all its documents to its own earlier state. */
    private void requireOther(List<IndexPart> parts, String input) {
        for (IndexPart part : parts) {
            if (part.input().equals(input)) {
                throw new InputException(
                        "index %s has what was in %s before, as %s; remove that and the parts that were checked against it, choose another index, or give each dump a folder of its own"
                                .formatted(folder, input, part.name()));
            }
        }
    }

    private void requireComparable(IndexPart part, DedupConfig config) {
        String then = part.config().path("minhash").toString();
        String now = IndexPart.deciding(config).path("minhash").toString();
        if (!then.equals(now)) {
            throw new InputException(
                    "index %s cannot be used with minhash %s: its part %s was made with %s; take that, or choose another index"
                            .formatted(folder, now, part.name(), then));
        }
    }

    /**
     * Adds the part of a dump.
     *
     * @throws InputException if another run added one meanwhile, which only happens where there are no locks: not on a local disk
     */
    void add(IndexedDump dump, Content content) throws IOException {
        Path partial = new Path(folder, "." + dump.part().name() + ".partial");
        files.delete(partial, true);
        files.mkdirs(partial);
        dump.part().withTexts(content.write(partial)).write(files, partial);
        if (!parts().equals(dump.earlier())) {
            throw new InputException("another run added to index %s meanwhile; run this one again".formatted(folder));
        }
        if (!files.rename(partial, path(dump.part()))) {
            throw new IOException("cannot rename " + partial + " to " + path(dump.part()));
        }
    }

    Path path(IndexPart part) {
        return new Path(folder, part.name());
    }

    private List<IndexPart> parts() throws IOException {
        List<IndexPart> parts = new ArrayList<>();
        if (files.exists(folder)) {
            if (files.getFileStatus(folder).isFile()) {
                throw new InputException(
                        "index %s is a file; give a folder, or a path where one is to be made".formatted(folder));
            }
            for (FileStatus child : files.listStatus(folder)) {
                if (!child.getPath().getName().startsWith(".")) {
                    parts.add(IndexPart.read(files, child.getPath()));
                }
            }
        }
        parts.sort(Comparator.comparingInt(IndexPart::number).thenComparing(IndexPart::dump));
        return parts;
    }
}
