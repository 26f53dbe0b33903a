package org.quern.inference.generate;

import java.util.Locale;
import org.quern.ingest.job.Counts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds up blocks as they are done, and says every few seconds how far they are. */
final class GenerationProgress {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationProgress.class);
    private static final long PERIOD_NANOS = 5_000_000_000L;

    private final long prompts;
    private final long start = System.nanoTime();
    private long said = start;
    private BlockResult sum = BlockResult.empty(true);
    private long freshPrompts;
    private long freshTokens;

    /** Of so many prompts. */
    GenerationProgress(long prompts) {
        this.prompts = prompts;
    }

    synchronized void add(BlockResult block) {
        sum = new BlockResult(
                sum.prompts() + block.prompts(),
                sum.refused() + block.refused(),
                sum.newTokens() + block.newTokens(),
                true);
        if (block.fresh()) {
            freshPrompts += block.prompts();
            freshTokens += block.newTokens();
        }
        long now = System.nanoTime();
        if (now - said >= PERIOD_NANOS || sum.prompts() == prompts) {
            said = now;
            say((now - start) / 1e9);
        }
    }

    /** An earlier run's blocks took this one no time, and so say nothing about the time that is left. */
    private void say(double seconds) {
        LOG.info(String.format(
                Locale.ROOT,
                "generate: %,d of %,d prompts, %,d refused, %,d new tokens, %.0f tokens/s, %.0f s left",
                sum.prompts(),
                prompts,
                sum.refused(),
                sum.newTokens(),
                freshTokens / seconds,
                seconds * (prompts - sum.prompts()) / Math.max(1, freshPrompts)));
    }

    synchronized Counts counts() {
        return Counts.empty()
                .with(Counts.IN, prompts)
                .with(Counts.KEPT, sum.prompts() - sum.refused())
                .with(Counts.DROPPED, sum.refused())
                .with("newTokens", sum.newTokens());
    }
}
