package org.quern.dedup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;

/**
 * One dump in a {@link DumpIndex}, as its {@code part.json} describes it.
 *
 * @param dump fingerprint of the folder that the dump was read from
 * @param input that folder, for people
 * @param number its place among the dumps of the index, from 0
 * @param config the keys of {@link DedupConfig} that decide which documents stay
 * @param checkedAgainst names of the parts that were there before it
 * @param texts how many distinct ones it has that no part before it has
 * @param numFiles of its tables
 */
record IndexPart(
        String dump, String input, int number, JsonNode config, List<String> checkedAgainst, long texts, int numFiles) {
    static final String FILE_NAME = "part.json";

    private static final int NAME_DIGITS = 16;

    static JsonNode deciding(DedupConfig config) {
        ObjectNode tree = (ObjectNode) ConfigReader.toJson(config);
        return tree.remove(List.of("index", "lines", "substrings", "numFiles"));
    }

    /** Of its folder in the index. */
    String name() {
        return "%05d-%s".formatted(number, dump.substring(0, Math.min(dump.length(), NAME_DIGITS)));
    }

    IndexPart withTexts(long count) {
        return new IndexPart(dump, input, number, config, checkedAgainst, count, numFiles);
    }

    /**
     * Reads the description in a part's folder.
     *
     * @throws InputException if the folder is no part or its description is damaged
     */
    static IndexPart read(FileSystem files, Path folder) throws IOException {
        Path file = new Path(folder, FILE_NAME);
        if (!files.exists(file)) {
            throw new InputException(
                    "%s is no part of an index of dumps (no %s); remove it, or choose another folder as index"
                            .formatted(folder, FILE_NAME));
        }
        try (InputStream in = files.open(file)) {
            return ConfigReader.JSON.readValue(in, IndexPart.class);
        } catch (JacksonException e) {
            throw new InputException(
                    "%s is damaged (%s); remove %s and run that dump again"
                            .formatted(file, e.getOriginalMessage(), folder),
                    e);
        }
    }

    void write(FileSystem files, Path folder) throws IOException {
        try (OutputStream out = files.create(new Path(folder, FILE_NAME), false)) {
            ConfigReader.JSON.writerWithDefaultPrettyPrinter().writeValue(out, this);
        }
    }

    /** The description as one line. */
    @Override
    public String toString() {
        return ConfigReader.toJson(this).toString();
    }
}
