package org.quern.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.quern.tokenizer.Tokenizer;

/** One request on its way: its tokens, and the pages of the cache that hold what the model has seen of them. */
final class Sequence {
    private final Request request;
    private final int index;
    private final int[] prompt;
    private final int maxPositions;
    private final OptionalInt endOfText;
    private final StopText text;
    private final RandomGenerator random;
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Integer> leftAt = new ArrayList<>();
    private final List<Double> logProbabilities = new ArrayList<>();
    private final List<Unfilled> unfilled = new ArrayList<>();
    private long[] pages = new long[8];
    private int numPages;
    private int cached;
    private Optional<Completion.End> end = Optional.empty();

    /**
     * A proposed token.
     *
     * @param distribution it was drawn from; empty where it is simply the most probable
     */
    record Draft(int token, Optional<TokenDistribution> distribution) {}

    /**
     * A position that left early: the layers from {@code exit} on have not cached it yet.
     *
     * @param state where its hidden state is kept
     */
    record Unfilled(int position, int exit, int state) {}

    /**
     * A sequence that has seen nothing yet.
     *
     * @param index of the request among all
     * @param prompt at least one token
     * @param endOfText the token that ends it, if any does
     */
    Sequence(
            Request request,
            int index,
            int[] prompt,
            int maxPositions,
            OptionalInt endOfText,
            Optional<Tokenizer> tokenizer) {
        this.request = request;
        this.index = index;
        this.prompt = prompt;
        this.maxPositions = maxPositions;
        this.endOfText = endOfText;
        this.text = new StopText(tokenizer, request.stops());
        this.random = RandomGeneratorFactory.of("L64X128MixRandom")
                .create(request.sampling().seed());
    }

    int index() {
        return index;
    }

    int[] prompt() {
        return prompt;
    }

    Request request() {
        return request;
    }

    RandomGenerator random() {
        return random;
    }

    /** Positions whose tokens are decided and that the cache holds, at least up to where they left. */
    int cached() {
        return cached;
    }

    /** All positions whose tokens are known. */
    int length() {
        return prompt.length + tokens.size();
    }

    /** The token at a position below {@link #length}. */
    int token(int position) {
        return position < prompt.length ? prompt[position] : tokens.get(position - prompt.length);
    }

    /** The layer after which a position left, from the prompt's last on. */
    int leftAt(int position) {
        return leftAt.get(position - prompt.length + 1);
    }

    /** Tokens that may still be drafted ahead of the next: as many as can be of use. */
    int room() {
        return Math.min(maxPositions - length(), request.maxNewTokens() - tokens.size()) - 1;
    }

    boolean isLive() {
        return end.isEmpty();
    }

    /** The cache holds positions of the prompt, or again those that it held before it lost them. */
    void read(int positions) {
        cached += positions;
    }

    /** The cache holds one more position, which left after a layer and gives the next token; the sequence may end with it. */
    void decide(int token, int layer) {
        leftAt.add(layer);
        cached++;
        accept(token);
    }

    private void accept(int token) {
        if (endOfText.isPresent() && token == endOfText.getAsInt()) {
            end = Optional.of(Completion.End.END_OF_TEXT);
            return;
        }
        tokens.add(token);
        if (text.append(token) || request.stopTokens().contains(token)) {
            end = Optional.of(Completion.End.STOP);
        } else if (tokens.size() == request.maxNewTokens()) {
            end = Optional.of(Completion.End.LENGTH);
        } else if (length() == maxPositions) {
            end = Optional.of(Completion.End.CONTEXT);
        }
    }

    /** Remembers how probable the token was that comes next. */
    void logProbability(double value) {
        logProbabilities.add(value);
    }

    int numTokens() {
        return tokens.size();
    }

    List<Unfilled> unfilled() {
        return unfilled;
    }

    int numPages() {
        return numPages;
    }

    long page(int index) {
        return pages[index];
    }

    void addPage(int page) {
        if (numPages == pages.length) {
            pages = Arrays.copyOf(pages, 2 * numPages);
        }
        pages[numPages++] = page;
    }

    /** Where a position lives in every layer's pages. */
    long slot(int position) {
        return pages[position / KvCache.PAGE] * KvCache.PAGE + position % KvCache.PAGE;
    }

    /** Checks that there is a page for a position. */
    void requirePages(int position) {
        if (position < 0 || position / KvCache.PAGE >= numPages) {
            throw new IllegalArgumentException(
                    "sequence %d has %d pages, none for position %d".formatted(index, numPages, position));
        }
    }

    /** Writes the pages' numbers into a table, as many as there is room for before its end. */
    void copyPages(long[] table, int at) {
        System.arraycopy(pages, 0, table, at, Math.min(numPages, table.length - at));
    }

    /** Gives up what the cache holds of it; its tokens stay. */
    void forget(PagePool pool) {
        for (int i = 0; i < numPages; i++) {
            pool.release((int) pages[i]);
        }
        numPages = 0;
        cached = 0;
    }

    Completion completion() {
        return new Completion(tokens, text.finish(), end.orElseThrow(), logProbabilities, "");
    }
}
