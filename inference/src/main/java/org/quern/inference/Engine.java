package org.quern.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.ModelConfig;
import org.quern.tokenizer.Tokenizer;

/**
 * Decodes batches of prompts with one checkpoint. Sequences enter and leave the batch as they come and end; a request's
 * greedy output does not depend on the others except under {@link ExitPolicy.WholeBatch}, whose definition it is.
 *
 * <p>Not thread-safe. Memory: the weights once, and for each row {@code 2 * layers * positions * key-value heads * head
 * width} numbers of the precision's size.
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
     * Completes prompts.
     *
     * @throws InputException if the checkpoint cannot do what is asked: exits or drafts that it was not trained for, a
     *     prompt as long as its context
     */
    public Generation generate(List<Request> requests, DecodingOptions options) {
        requireAble(options);
        Tally tally = new Tally(model.config().numHiddenLayers());
        Deque<Sequence> waiting = sequences(requests, options);
        Completion[] completions = new Completion[requests.size()];
        if (!waiting.isEmpty()) {
            int rows = Math.min(options.maxRows(), requests.size());
            try (KvCache cache = model.newCache(rows, capacity(waiting, requests))) {
                decode(cache, waiting, options, tally, completions);
            }
        }
        return new Generation(Arrays.asList(completions), tally.stats());
    }

    private void decode(
            KvCache cache, Deque<Sequence> waiting, DecodingOptions options, Tally tally, Completion[] completions) {
        Prefill prefill = new Prefill(model, options.drafts() > 0);
        Iteration iteration =
                options.drafts() > 0 ? new SpeculativeIteration(model) : new ExitingIteration(model, options.exit());
        List<Sequence> live = new ArrayList<>();
        while (!waiting.isEmpty() || !live.isEmpty()) {
            try (Scope step = Scope.open("decoding step")) {
                if (!waiting.isEmpty() && live.size() < cache.rows()) {
                    admit(step, prefill, cache, waiting, live, tally);
                } else {
                    iteration.run(step, cache, live, tally);
                    tally.iteration();
                }
            }
            retire(cache, live, completions);
        }
    }

    private static void admit(
            Scope step, Prefill prefill, KvCache cache, Deque<Sequence> waiting, List<Sequence> live, Tally tally) {
        List<Sequence> newcomers = new ArrayList<>();
        while (!waiting.isEmpty() && live.size() + newcomers.size() < cache.rows()) {
            newcomers.add(waiting.removeFirst());
        }
        prefill.run(step, cache, newcomers, live.size(), tally);
        live.addAll(newcomers);
    }

    /** Takes out what has ended; the last row moves into the gap, so that live rows stay neighbours. */
    private void retire(KvCache cache, List<Sequence> live, Completion[] completions) {
        for (int i = live.size() - 1; i >= 0; i--) {
            Sequence sequence = live.get(i);
            if (!sequence.isLive()) {
                completions[sequence.index()] = sequence.completion();
                Sequence last = live.remove(live.size() - 1);
                if (i < live.size()) {
                    model.moveRow(cache, live.size(), i, last.cached());
                    live.set(i, last);
                }
            }
        }
    }

    private Deque<Sequence> sequences(List<Request> requests, DecodingOptions options) {
        Deque<Sequence> sequences = new ArrayDeque<>();
        OptionalInt endOfText = options.endOfText()
                ? tokenizer.map(t -> OptionalInt.of(t.endOfText())).orElse(OptionalInt.empty())
                : OptionalInt.empty();
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            int[] prompt = request.prompt().isEmpty()
                    ? new int[] {emptyPrompt()}
                    : request.prompt().stream().mapToInt(Integer::intValue).toArray();
            if (prompt.length >= model.maxPositions()) {
                throw new InputException(String.format(
                        "prompt %d has %d tokens, but the context of %s is %d and needs room for a new one; shorten it",
                        i, prompt.length, folder, model.maxPositions()));
            }
            sequences.add(new Sequence(request, i, prompt, model.maxPositions(), endOfText, tokenizer));
        }
        return sequences;
    }

    private int emptyPrompt() {
        return tokenizer
                .map(Tokenizer::endOfText)
                .orElseThrow(() -> new InputException(
                        "an empty prompt stands for the end-of-text token, but " + folder + " has no tokenizer.json"));
    }

    private int capacity(Deque<Sequence> sequences, List<Request> requests) {
        int longest = sequences.stream()
                .mapToInt(s -> s.prompt().length + requests.get(s.index()).maxNewTokens())
                .max()
                .orElseThrow();
        return Math.min(longest, model.maxPositions());
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
        if (options.exit().looks() && model.config().exitLayers().isEmpty()) {
            throw new InputException(String.format(
                    "%s has no exit_layers in its config.json, so there is nothing to exit at; train with exit losses, or"
                            + " leave the exit threshold out",
                    folder));
        }
        if (options.drafts() > 0 && !model.drafts()) {
            throw new InputException(String.format(
                    "%s has no MTP layer (num_nextn_predict_layers is 0); train with one, or leave MTP out", folder));
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
