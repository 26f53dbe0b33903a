package org.quern.pretrain.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Objects;

/**
 * How a rank's training ended.
 *
 * @param ending how
 * @param message why, unless it is done
 * @param tokens trained on
 * @param updates of the weights
 * @param skipped steps without one
 */
record RankResult(Ending ending, String message, long tokens, long updates, long skipped) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Ways to end; the worse ones last, by what a user needs to know first. */
    enum Ending {
        /** All stages are trained. */
        DONE,
        /** Another rank was lost: begin anew from the last checkpoint. */
        LOST,
        /** Beginning anew would fail again. */
        FAILED,
        /** The user must change something. */
        REFUSED
    }

    static RankResult done(TrainerState end) {
        return new RankResult(Ending.DONE, "", end.tokens(), end.updates(), end.skipped());
    }

    static RankResult of(Ending ending, Exception why) {
        return new RankResult(ending, Objects.requireNonNullElse(why.getMessage(), why.toString()), 0, 0, 0);
    }

    /** As a string, which Spark carries as it is. */
    @Override
    public String toString() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static RankResult parse(String json) {
        try {
            return JSON.readValue(json, RankResult.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
