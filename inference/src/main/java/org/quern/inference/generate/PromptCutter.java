package org.quern.inference.generate;

import com.fasterxml.jackson.core.JacksonException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;

/**
 * Cuts files of prompts into blocks, files of so many lines each. A gzipped file cannot be entered in its middle: cut once,
 * every task reads its own lines only.
 */
final class PromptCutter implements Closeable {
    /** Of one line: more than any context holds, and few enough for a task's memory. */
    static final int MAX_LINE_BYTES = 16 << 20;

    private final Blocks blocks;
    private final FileSystem files;
    private final int size;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private @Nullable OutputStream out;
    private long prompts;

    private PromptCutter(Blocks blocks, int size) throws IOException {
        this.blocks = blocks;
        this.files = blocks.files();
        this.size = size;
    }

    /** How much there is to do. */
    record Cut(int blocks, long prompts) {}

    /**
     * Cuts the inputs, unless an earlier run did.
     *
     * @param inputs files, or folders of {@code .jsonl} and {@code .jsonl.gz} files, which are read by name
     * @param size lines of a block
     */
    static Cut cut(List<Path> inputs, Blocks blocks, int size) throws IOException {
        Path done = new Path(blocks.promptFolder(), "cut.json");
        if (blocks.files().exists(done)) {
            try (InputStream in = blocks.files().open(done)) {
                return ConfigReader.JSON.readValue(in, Cut.class);
            } catch (JacksonException e) {
                // Killed while it wrote this: cut again.
            }
        }
        Cut cut;
        try (PromptCutter cutter = new PromptCutter(blocks, size)) {
            for (Path input : inputs) {
                cutter.addAll(input);
            }
            cut = cutter.cut();
        }
        try (OutputStream out = blocks.files().create(done, true)) {
            ConfigReader.JSON.writeValue(out, cut);
        }
        return cut;
    }

    private Cut cut() {
        return new Cut(Math.toIntExact((prompts + size - 1) / size), prompts);
    }

    private void addAll(Path input) throws IOException {
        FileSystem from = input.getFileSystem(blocks.hadoop().value());
        List<Path> found = new ArrayList<>();
        if (from.getFileStatus(input).isFile()) {
            found.add(input);
        } else {
            Arrays.stream(from.listStatus(input))
                    .filter(FileStatus::isFile)
                    .map(FileStatus::getPath)
                    .filter(file -> file.getName().matches("[^._].*\\.jsonl(\\.gz)?"))
                    .sorted()
                    .forEach(found::add);
        }
        if (found.isEmpty()) {
            throw new InputException(input + " has no .jsonl or .jsonl.gz file; give prompts as JSONL");
        }
        for (Path file : found) {
            try (InputStream in = open(from, file)) {
                add(in);
            } catch (EOFException | ZipException e) {
                throw new InputException(file + " is damaged (" + e.getMessage() + "); fetch or compress it again", e);
            }
        }
    }

    private static InputStream open(FileSystem files, Path file) throws IOException {
        InputStream in = files.open(file);
        return new BufferedInputStream(file.getName().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in, 1 << 16);
    }

    private void add(InputStream in) throws IOException {
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                endLine();
            } else if (line.size() <= MAX_LINE_BYTES) {
                line.write(c);
            }
        }
        endLine();
    }

    private void endLine() throws IOException {
        if (!line.toString(StandardCharsets.ISO_8859_1).isBlank()) {
            OutputStream block = block();
            line.writeTo(block);
            block.write('\n');
            prompts++;
        }
        line.reset();
    }

    /** The file for the next line. */
    private OutputStream block() throws IOException {
        if (prompts % size == 0 || out == null) {
            close();
            int block = Math.toIntExact(prompts / size);
            out = new BufferedOutputStream(files.create(blocks.prompts(block), true), 1 << 16);
        }
        return out;
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
