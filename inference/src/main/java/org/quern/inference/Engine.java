package org.quern.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.kernel.Torch;
import org.quern.pretrain.model.ModelConfig;
import org.quern.tokenizer.Tokenizer;

/**
 * Decodes batches of prompts with one checkpoint. Sequences enter and leave the batch as they come and end; a request's
 * output does not depend on the others except under {@link ExitPolicy.WholeBatch}, whose definition it is.
 *
 * <p>Not thread-safe, and fastest where one thread alone opens and uses it: see {@link Torch#apart}. Memory: the weights once, and for each cached position {@code 2 * layers * key-value heads * head width}
 * numbers of the precision's size, in pages of 16 positions. Where the cache is too small for all, the youngest sequences lose
 * their pages and are read again later.
 */
public final class Engine implements AutoCloseable {
    private final Path folder;
    private final DecodingModel model;
    private final Optional<Tokenizer> tokenizer;

    private Engine(Path folder, DecodingModel model, Optional<Tokenizer> tokenizer) {
        this.folder = folder;
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /**
     * Loads a checkpoint: {@code config.json}, {@code model.safetensors} and, where there is text to be read or written,
     * {@code tokenizer.json}.
     *
     * @throws InputException if the folder holds no whole checkpoint
     */
    public static Engine open(Path folder, Precision precision) {
        try {
            Path file = folder.resolve("tokenizer.json");
            Optional<Tokenizer> tokenizer = Files.exists(file) ? Optional.of(Tokenizer.load(file)) : Optional.empty();
            Engine engine = new Engine(folder, DecodingModel.load(folder, precision), tokenizer);
            engine.requireTokens();
            return engine;
        } catch (IOException e) {
            throw noCheckpoint(folder, e);
        }
    }

    static InputException noCheckpoint(Path folder, IOException e) {
        return new InputException(
                String.format(
                        "%s is no checkpoint (%s); give a folder with config.json and model.safetensors",
                        folder, e.getMessage()),
                e);
    }

    /** The checkpoint's shape. */
    public ModelConfig config() {
        return model.config();
    }

    /** How many weights it has, those of the MTP layer included. */
    public long parameters() {
        return model.parameters();
    }

    /** The checkpoint's tokenizer, where it has one. */
    public Optional<Tokenizer> tokenizer() {
        return tokenizer;
    }

    /**
     * Completes prompts. One that cannot be used comes back {@link Completion.End#REFUSED}; the others are unharmed.
     *
     * @throws InputException if the checkpoint cannot do what is asked: exits or drafts that it was not trained for
     */
    public Generation generate(List<Request> requests, DecodingOptions options) {
        requireAble(options);
        Completion[] completions = new Completion[requests.size()];
        long longest = Math.min(
                model.maxPositions(),
                requests.stream()
                        .mapToLong(request -> Math.max(1, request.prompt().size()) + (long) request.maxNewTokens())
                        .max()
                        .orElse(1));
        int pages = pages(options, KvCache.pagesFor((int) longest), requests.size());
        Deque<Sequence> sequences = new ArrayDeque<>();
        for (int i = 0; i < requests.size(); i++) {
            Optional<String> refusal = refusal(requests.get(i), pages);
            if (refusal.isPresent()) {
                completions[i] = Completion.refused(refusal.get());
            } else {
                sequences.add(sequence(requests.get(i), i, options));
            }
        }
        try (KvCache cache = model.newCache(pages);
                Decoding decoding = new Decoding(model, cache, options, sequences, completions)) {
            DecodingStats stats = decoding.run();
            return new Generation(Arrays.asList(completions), stats);
        }
    }

    /** Page 0, and as many as may be held: those that the rows can need, or that the memory holds. */
    private int pages(DecodingOptions options, int longest, int requests) {
        long rows = Math.max(1, Math.min(options.maxRows(), requests));
        long needed = rows * (longest + 1);
        long held = options.cacheBytes() == 0 ? needed : options.cacheBytes() / model.bytesPerPage();
        return (int) Math.min(Integer.MAX_VALUE, 1 + Math.max(1, Math.min(needed, held)));
    }

    private Optional<String> refusal(Request request, int pages) {
        int tokens = Math.max(1, request.prompt().size());
        if (tokens >= model.maxPositions()) {
            return Optional.of(String.format(
                    "the prompt has %d tokens, but the context of %s is %d and needs room for a new one; shorten it",
                    tokens, folder, model.maxPositions()));
        }
        Optional<Integer> unknown = request.prompt().stream()
                .filter(token -> token < 0 || token >= model.config().vocabSize())
                .findFirst();
        if (unknown.isPresent()) {
            return Optional.of(String.format(
                    "the prompt has the token %d, but those of %s lie in 0..%d; use its own tokenizer",
                    unknown.get(), folder, model.config().vocabSize() - 1));
        }
        int positions = (int) Math.min(model.maxPositions(), (long) tokens + request.maxNewTokens());
        if (KvCache.pagesFor(positions) >= pages) {
            return Optional.of(String.format(
                    "the prompt's %d tokens and %d new ones need a cache of %d bytes, but it has %d; raise it, or ask for"
                            + " fewer tokens",
                    tokens,
                    request.maxNewTokens(),
                    (KvCache.pagesFor(positions) + 1) * model.bytesPerPage(),
                    pages * model.bytesPerPage()));
        }
        return Optional.empty();
    }

    private Sequence sequence(Request request, int index, DecodingOptions options) {
        OptionalInt endOfText = options.endOfText()
                ? tokenizer.map(t -> OptionalInt.of(t.endOfText())).orElse(OptionalInt.empty())
                : OptionalInt.empty();
        int[] prompt = request.prompt().isEmpty()
                ? new int[] {emptyPrompt()}
                : request.prompt().stream().mapToInt(Integer::intValue).toArray();
        return new Sequence(request, index, prompt, model.maxPositions(), endOfText, tokenizer);
    }

    private int emptyPrompt() {
        return tokenizer
                .map(Tokenizer::endOfText)
                .orElseThrow(() -> new InputException(
                        "an empty prompt stands for the end-of-text token, but " + folder + " has no tokenizer.json"));
    }

    private void requireTokens() {
        int known = tokenizer.map(Tokenizer::vocabSize).orElse(0);
        if (known > model.config().vocabSize()) {
            close();
            throw new InputException(String.format(
                    "%s: tokenizer.json has ids up to %d, but vocab_size is %d; give the tokenizer that it was trained with",
                    folder, known - 1, model.config().vocabSize()));
        }
    }

    private void requireAble(DecodingOptions options) {
        if (!(options.exit() instanceof ExitPolicy.FullDepth)
                && options.exit().exits(model.config()).isEmpty()) {
            throw new InputException(String.format(
                    "%s has no exit_layers in its config.json, so there is nothing to exit at; train with exit losses, or"
                            + " leave the exit threshold out",
                    folder));
        }
        if (options.exit()
                        .exitTest()
                        .filter(test -> test.confidence() == Confidence.CLASSIFIER)
                        .isPresent()
                && !model.hasClassifiers()) {
            throw new InputException(String.format(
                    "%s has no classifiers of its exits %s; train them with 'quern calibrate-exits --confidence CLASSIFIER', or take another confidence",
                    folder, model.config().exitLayers()));
        }
        if (options.drafts() > 0 && model.draftLayers().isEmpty()) {
            throw new InputException(String.format(
                    "%s has no MTP layer (num_nextn_predict_layers is 0); train with one, or leave MTP out", folder));
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
