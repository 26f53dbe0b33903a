package org.quern.inference.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.TaskContext;
import org.quern.inference.Completion;
import org.quern.inference.Engine;
import org.quern.inference.Request;
import org.quern.ingest.job.ConfigReader;
import scala.runtime.AbstractFunction1;

/**
 * Completes one block's prompts, unless its part is there already. The part is renamed into place when it is whole, so this
 * may run any number of times, at the same time too.
 */
final class BlockTask extends AbstractFunction1<scala.collection.Iterator<Integer>, BlockResult>
        implements Serializable {
    private final String configJson;
    private final String checkpoint;
    private final String fingerprint;
    private final Blocks blocks;

    /**
     * The task of every block.
     *
     * @param configJson a {@link BatchConfig}
     * @param checkpoint a folder that every executor sees
     * @param fingerprint of its files
     */
    BlockTask(String configJson, String checkpoint, String fingerprint, Blocks blocks) {
        this.configJson = configJson;
        this.checkpoint = checkpoint;
        this.fingerprint = fingerprint;
        this.blocks = blocks;
    }

    @Override
    public BlockResult apply(scala.collection.Iterator<Integer> block) {
        try {
            BlockResult result = run(block.next());
            var metrics = TaskContext.get().taskMetrics();
            metrics.inputMetrics().incRecordsRead(result.prompts());
            metrics.outputMetrics().setRecordsWritten(result.prompts());
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BlockResult run(int block) throws IOException {
        if (blocks.files().exists(blocks.part(block))) {
            return finished(block);
        }
        BatchConfig config = ConfigReader.JSON.readValue(configJson, BatchConfig.class);
        List<byte[]> lines = lines(block);
        SharedEngine.Key key = new SharedEngine.Key(
                Path.of(checkpoint), fingerprint, config.decoding().precision(), config.threads());
        List<ObjectNode> completed =
                SharedEngine.use(key, engine -> complete(engine, lines, (long) block * config.blockPrompts(), config));
        return write(block, completed);
    }

    private static List<ObjectNode> complete(Engine engine, List<byte[]> lines, long first, BatchConfig config) {
        PromptParser parser = new PromptParser(config.decoding(), engine.tokenizer());
        List<Prompt> prompts = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        for (byte[] line : lines) {
            Prompt prompt = parser.parse(line, first + prompts.size());
            prompts.add(prompt);
            requests.addAll(prompt.requests());
        }
        Iterator<Completion> completions = engine.generate(
                        requests, config.decoding().options())
                .completions()
                .iterator();
        return prompts.stream()
                .map(prompt -> prompt.requests().isEmpty()
                        ? CompletionLine.refused(prompt, prompt.error())
                        : CompletionLine.of(
                                prompt, next(completions, prompt.requests().size()), config.tokens()))
                .toList();
    }

    private static List<Completion> next(Iterator<Completion> completions, int count) {
        return Stream.generate(completions::next).limit(count).toList();
    }

    private List<byte[]> lines(int block) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        try (InputStream in = blocks.files().open(blocks.prompts(block))) {
            byte[] all = in.readAllBytes();
            int begin = 0;
            for (int i = 0; i < all.length; i++) {
                if (all[i] == '\n') {
                    lines.add(Arrays.copyOfRange(all, begin, i));
                    begin = i + 1;
                }
            }
        }
        return lines;
    }

    private BlockResult write(int block, List<ObjectNode> lines) throws IOException {
        FileSystem files = blocks.files();
        org.apache.hadoop.fs.Path unfinished = blocks.unfinished(block);
        BlockResult result = BlockResult.empty(true);
        try (OutputStream out = new GZIPOutputStream(files.create(unfinished), 1 << 16)) {
            for (ObjectNode line : lines) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                result = result.plus(line);
            }
        }
        if (!files.rename(unfinished, blocks.part(block)) && !files.exists(blocks.part(block))) {
            throw new IOException("cannot rename " + unfinished + " to " + blocks.part(block));
        }
        return result;
    }

    private BlockResult finished(int block) throws IOException {
        BlockResult result = BlockResult.empty(false);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(blocks.files().open(blocks.part(block)), 1 << 16), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                result = result.plus(ConfigReader.JSON.readTree(line));
            }
        } catch (JsonProcessingException e) {
            throw new IOException(
                    blocks.part(block) + " is damaged; remove " + blocks.folder() + " and start again", e);
        }
        return result;
    }
}
