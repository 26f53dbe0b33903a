package org.quern.ingest.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists inputs and cuts them into slices. Folders are walked; names that begin with {@code .} or {@code _} are passed over. */
public final class SliceLister {
    private static final Logger LOG = LoggerFactory.getLogger(SliceLister.class);
    private static final long SLICE_BYTES = 4L << 20;
    private static final long GZ_RATIO = 5;

    private final Configuration hadoop;
    private final Optional<SourceFormat> format;

    /**
     * A lister.
     *
     * @param format of every file, where names tell nothing or lie
     */
    public SliceLister(Configuration hadoop, Optional<SourceFormat> format) {
        this.hadoop = hadoop;
        this.format = format;
    }

    /**
     * The slices of all files below the inputs whose format is known, in the order of their paths.
     *
     * @throws FileNotFoundException if an input does not exist
     */
    public List<Slice> list(List<String> inputs) throws IOException {
        List<Slice> slices = new ArrayList<>();
        for (String input : inputs) {
            Path root = new Path(input);
            FileSystem files = root.getFileSystem(hadoop);
            root = files.makeQualified(root);
            for (FileStatus file : files(files, root)) {
                add(file, source(root, file.getPath()), slices);
            }
        }
        return slices;
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

    private void add(FileStatus file, String source, List<Slice> slices) {
        String path = file.getPath().toString();
        if (SourceFormat.isArchive(path)) {
            addEntries(file, source, slices);
            return;
        }
        Optional<SourceFormat> known = format.or(() -> SourceFormat.ofName(path));
        if (known.isEmpty()) {
            LOG.debug("{} passed over: no known format", path);
            return;
        }
        long bytes = file.getLen() * (SourceFormat.isGz(path) ? GZ_RATIO : 1);
        slices.add(new Slice(path, source, known.get().name(), 0, 0, bytes));
    }

    private void addEntries(FileStatus file, String source, List<Slice> slices) {
        String path = file.getPath().toString();
        String entryFormat = format.map(Enum::name).orElse("auto");
        try (ZipFile archive = Archives.open(file.getPath(), hadoop)) {
            int first = 0;
            int index = 0;
            long bytes = 0;
            for (ZipArchiveEntry entry : Archives.entries(archive)) {
                bytes += Math.max(0, entry.getSize());
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
            slices.add(new Slice(path, source, entryFormat, 0, 0, file.getLen()));
        }
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
