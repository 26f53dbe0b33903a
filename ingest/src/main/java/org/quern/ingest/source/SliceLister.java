package org.quern.ingest.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists inputs and cuts them into slices. Folders are walked; names that begin with {@code .} or {@code _} are passed over.
 * A WARC or ARC file, gzipped or not, is cut into ranges of bytes, a zip into runs of entries: one file feeds many tasks. A
 * tar has no directory and stays whole.
 */
public final class SliceLister {
    private static final Logger LOG = LoggerFactory.getLogger(SliceLister.class);
    private static final long SLICE_BYTES = 4L << 20;
    private static final long MIN_RANGE_BYTES = 8L << 20;
    private static final long MAX_RANGES = 20_000;

    private final Configuration hadoop;
    private final Optional<SourceFormat> format;
    private final long minRangeBytes;

    /**
     * A lister.
     *
     * @param format of every file, where names tell nothing or lie
     */
    public SliceLister(Configuration hadoop, Optional<SourceFormat> format) {
        this(hadoop, format, MIN_RANGE_BYTES);
    }

    SliceLister(Configuration hadoop, Optional<SourceFormat> format, long minRangeBytes) {
        this.hadoop = hadoop;
        this.format = format;
        this.minRangeBytes = minRangeBytes;
    }

    /**
     * The slices of all files below the inputs whose format is known, in the order of their paths.
     *
     * @throws FileNotFoundException if an input does not exist
     */
    public List<Slice> list(List<String> inputs) throws IOException {
        List<SourceFile> all = new ArrayList<>();
        for (String input : inputs) {
            Path root = new Path(input);
            FileSystem files = root.getFileSystem(hadoop);
            Path qualified = files.makeQualified(root);
            files(files, qualified).forEach(file -> all.add(new SourceFile(file, source(qualified, file.getPath()))));
        }
        long bytes = all.stream().mapToLong(SourceFile::bytes).sum();
        long rangeBytes = Math.max(minRangeBytes, bytes / MAX_RANGES);
        List<Slice> slices = new ArrayList<>();
        all.forEach(file -> add(file, rangeBytes, slices));
        return slices;
    }

    /** A file and what documents call it. */
    private record SourceFile(FileStatus status, String source) {
        String path() {
            return status.getPath().toString();
        }

        long bytes() {
            return status.getLen();
        }
    }

    private static List<FileStatus> files(FileSystem files, Path root) throws IOException {
        List<FileStatus> found = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> all = files.listFiles(root, true);
        while (all.hasNext()) {
            LocatedFileStatus file = all.next();
            if (!isHidden(root, file.getPath())) {
                found.add(file);
            }
        }
        found.sort(Comparator.comparing(file -> file.getPath().toString()));
        return found;
    }

    private void add(SourceFile file, long rangeBytes, List<Slice> slices) {
        String path = file.path();
        Compression compression = Compression.ofName(path);
        if (Archives.isZip(path)) {
            addEntries(file, slices);
            return;
        }
        if (Archives.isTar(path)) {
            slices.add(new Slice(path, file.source(), entryFormat(), 0, 0, file.bytes() * compression.ratio()));
            return;
        }
        Optional<SourceFormat> known = format.or(() -> SourceFormat.ofName(path));
        if (known.isEmpty()) {
            LOG.debug("{} passed over: no known format", path);
            return;
        }
        boolean divisible = compression.isDivisible() && known.get() == SourceFormat.WARC;
        long step = divisible ? rangeBytes : Math.max(1, file.bytes());
        long begin = 0;
        do {
            long end = Math.min(file.bytes(), begin + step);
            long work = (end - begin) * compression.ratio();
            slices.add(new Slice(path, file.source(), known.get().name(), begin, end, work));
            begin = end;
        } while (begin < file.bytes());
    }

    private void addEntries(SourceFile file, List<Slice> slices) {
        String path = file.path();
        String source = file.source();
        String entryFormat = entryFormat();
        try {
            int first = 0;
            int index = 0;
            long bytes = 0;
            for (long size : ZipEntries.sizes(file.status().getPath(), hadoop)) {
                bytes += size;
                index++;
                if (bytes >= SLICE_BYTES) {
                    slices.add(new Slice(path, source, entryFormat, first, index, bytes));
                    first = index;
                    bytes = 0;
                }
            }
            if (index > first) {
                slices.add(new Slice(path, source, entryFormat, first, index, bytes));
            }
        } catch (IOException | RuntimeException e) {
            // Its reader meets the same failure and reports it among the rejected.
            slices.add(new Slice(path, source, entryFormat, 0, 0, file.bytes()));
        }
    }

    private String entryFormat() {
        return format.map(Enum::name).orElse("auto");
    }

    private static boolean isHidden(Path root, Path file) {
        for (Path part = file; part != null && !part.equals(root); part = part.getParent()) {
            if (part.getName().startsWith(".") || part.getName().startsWith("_")) {
                return true;
            }
        }
        return false;
    }

    private static String source(Path root, Path file) {
        String below = file.toUri().getPath().substring(root.toUri().getPath().length());
        return root.getName() + below;
    }
}
