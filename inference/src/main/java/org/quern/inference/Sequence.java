package org.quern.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.quern.tokenizer.Tokenizer;

/** One request on its way: a row of the cache while it lives. */
final class Sequence {
    private final Request request;
    private final int index;
    private final int[] prompt;
    private final int maxPositions;
    private final OptionalInt endOfText;
    private final StopText text;
    private final RandomGenerator random;
    private final List<Integer> tokens = new ArrayList<>();
    private int cached;
    private int pending;
    private Optional<Draft> draft = Optional.empty();
    private Optional<Completion.End> end = Optional.empty();

    /**
     * A proposed token.
     *
     * @param distribution it was drawn from; empty where it is simply the most probable
     */
    record Draft(int token, Optional<TokenDistribution> distribution) {}

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

    Sampling sampling() {
        return request.sampling();
    }

    RandomGenerator random() {
        return random;
    }

    /** Positions whose keys and values are cached. */
    int cached() {
        return cached;
    }

    /** The last token: chosen, not yet seen by the model. */
    int pending() {
        return pending;
    }

    Optional<Draft> draft() {
        return draft;
    }

    void draft(Draft proposed) {
        draft = Optional.of(proposed);
    }

    boolean isLive() {
        return end.isEmpty();
    }

    /** The model has seen so many more positions. */
    void advance(int positions) {
        cached += positions;
    }

    /** Takes the next token; the sequence may end with it. */
    void accept(int token) {
        if (endOfText.isPresent() && token == endOfText.getAsInt()) {
            end = Optional.of(Completion.End.END_OF_TEXT);
            return;
        }
        pending = token;
        tokens.add(token);
        if (text.append(token)) {
            end = Optional.of(Completion.End.STOP);
        } else if (tokens.size() == request.maxNewTokens()) {
            end = Optional.of(Completion.End.LENGTH);
        } else if (prompt.length + tokens.size() == maxPositions) {
            end = Optional.of(Completion.End.CONTEXT);
        }
    }

    int numTokens() {
        return tokens.size();
    }

    Completion completion() {
        return new Completion(tokens, text.finish(), end.orElseThrow());
    }
}
