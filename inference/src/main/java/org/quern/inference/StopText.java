package org.quern.inference;

import java.util.List;
import java.util.Optional;
import org.quern.tokenizer.StreamingDecoder;
import org.quern.tokenizer.Tokenizer;

/** A completion's text as its tokens come, watched for stop strings. */
final class StopText {
    /** What a token becomes that the tokenizer does not know: vocabularies are often padded. */
    private static final String UNKNOWN = "\uFFFD";

    private final Optional<StreamingDecoder> decoder;
    private final int known;
    private final List<String> stops;
    private final int longestStop;
    private final StringBuilder text = new StringBuilder();
    private int searched;

    StopText(Optional<Tokenizer> tokenizer, List<String> stops) {
        this.decoder = tokenizer.map(Tokenizer::newDecoder);
        this.known = tokenizer.map(Tokenizer::vocabSize).orElse(0);
        this.stops = stops;
        this.longestStop = stops.stream().mapToInt(String::length).max().orElse(0);
        if (!stops.isEmpty() && decoder.isEmpty()) {
            throw new IllegalArgumentException("stop strings need a tokenizer.json beside the model, found none");
        }
    }

    /** Adds a token; true where a stop string is now complete, which is cut off. */
    boolean append(int token) {
        decoder.ifPresent(d -> text.append(token < known ? d.append(token) : UNKNOWN));
        return cut();
    }

    /** All of the text; what is left of a broken character comes out as U+FFFD. */
    String finish() {
        decoder.ifPresent(d -> text.append(d.finish()));
        return text.toString();
    }

    private boolean cut() {
        int from = Math.max(0, searched - longestStop);
        searched = text.length();
        int first = stops.stream()
                .mapToInt(stop -> text.indexOf(stop, from))
                .filter(found -> found >= 0)
                .min()
                .orElse(-1);
        if (first < 0) {
            return false;
        }
        text.setLength(first);
        return true;
    }
}
