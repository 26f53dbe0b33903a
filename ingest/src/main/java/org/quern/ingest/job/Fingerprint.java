package org.quern.ingest.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** SHA-256 over what decides a job's result. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(String step, JsonNode config, List<String> fingerprints) {
        List<String> parts = new ArrayList<>(List.of(step, Version.CURRENT, config.toString()));
        parts.addAll(fingerprints);
        return hash(parts);
    }

    /**
     * Of files that no job made: their paths below the input, lengths and modification times, as `make` sees them. Reading
     * a crawl only to hash it would cost as much as ingesting it.
     */
    static String ofFiles(FileSystem files, Path path) throws IOException {
        FileStatus status = files.getFileStatus(path);
        List<String> parts = new ArrayList<>();
        if (status.isFile()) {
            parts.add(line(path.getName(), status));
        } else {
            String root = files.makeQualified(path).toString();
            RemoteIterator<LocatedFileStatus> found = files.listFiles(path, true);
            while (found.hasNext()) {
                LocatedFileStatus file = found.next();
                parts.add(line(file.getPath().toString().substring(root.length()), file));
            }
            Collections.sort(parts);
        }
        return hash(parts);
    }

    private static String line(String name, FileStatus status) {
        return name + '\t' + status.getLen() + '\t' + status.getModificationTime();
    }

    private static String hash(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
