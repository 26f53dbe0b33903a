package org.quern.inference;

import java.util.Arrays;
import java.util.List;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/** Reads the prompts of new sequences, at full depth and a chunk at a time, and chooses the token after each. */
final class Prefill {
    /** Positions of each prompt in one pass: bounds the attention mask's memory. */
    private static final int CHUNK = 64;

    private final DecodingModel model;
    private final boolean drafts;

    Prefill(DecodingModel model, boolean drafts) {
        this.model = model;
        this.drafts = drafts;
    }

    /**
     * Reads the prompts.
     *
     * @param newcomers the sequences; number i is row {@code firstRow + i} of the cache
     */
    void run(Scope step, KvCache cache, List<Sequence> newcomers, int firstRow, Tally tally) {
        int longest = newcomers.stream().mapToInt(s -> s.prompt().length).max().orElseThrow();
        KernelValue ends = model.blank(step, newcomers.size());
        for (int from = 0; from < longest; from += CHUNK) {
            try (Scope chunk = step.child("chunk")) {
                int width = Math.min(CHUNK, longest - from);
                int[] lengths = new int[newcomers.size()];
                Arrays.fill(lengths, from);
                Positions positions = model.positions(chunk, cache, firstRow, lengths, width);
                read(chunk, newcomers, positions, from, ends);
            }
        }
        TokenChoice choice = TokenChoice.of(model, step, model.logits(step, ends), newcomers);
        for (int i = 0; i < newcomers.size(); i++) {
            newcomers.get(i).advance(newcomers.get(i).prompt().length);
            newcomers.get(i).accept(choice.next(i, newcomers.get(i)));
            tally.left(model.config().numHiddenLayers(), newcomers.get(i).numTokens());
        }
        if (drafts) {
            draft(step, cache, newcomers, firstRow, ends);
        }
    }

    private void read(Scope chunk, List<Sequence> newcomers, Positions positions, int from, KernelValue ends) {
        KernelValue hidden = model.layers(
                chunk,
                model.embed(chunk, tokens(newcomers, from, positions.width())),
                positions,
                0,
                model.config().numHiddenLayers());
        if (drafts) {
            // A prompt's last position comes out wrong here, its next token being unknown; draft() writes it again.
            model.fillDraft(chunk, hidden, tokens(newcomers, from + 1, positions.width()), positions);
        }
        long[] ending = new long[newcomers.size()];
        long[] rows = new long[newcomers.size()];
        int n = 0;
        for (int i = 0; i < newcomers.size(); i++) {
            int last = newcomers.get(i).prompt().length - 1 - from;
            if (last >= 0 && last < positions.width()) {
                ending[n] = i;
                rows[n++] = (long) i * positions.width() + last;
            }
        }
        if (n > 0) {
            model.place(chunk, ends, Arrays.copyOf(ending, n), hidden, Arrays.copyOf(rows, n));
        }
    }

    /** A stretch of every prompt; zeros past its end, where nothing will look. */
    private static long[] tokens(List<Sequence> newcomers, int from, int width) {
        long[] tokens = new long[newcomers.size() * width];
        for (int i = 0; i < newcomers.size(); i++) {
            int[] prompt = newcomers.get(i).prompt();
            for (int t = 0; t < width && from + t < prompt.length; t++) {
                tokens[i * width + t] = prompt[from + t];
            }
        }
        return tokens;
    }

    private void draft(Scope step, KvCache cache, List<Sequence> newcomers, int firstRow, KernelValue ends) {
        int[] lengths = newcomers.stream().mapToInt(s -> s.prompt().length - 1).toArray();
        long[] next = newcomers.stream().mapToLong(Sequence::pending).toArray();
        Positions positions = model.positions(step, cache, firstRow, lengths, 1);
        KernelValue output = model.draft(step, ends, next, positions);
        TokenChoice choice = TokenChoice.of(model, step, model.draftLogits(step, output), newcomers);
        for (int i = 0; i < newcomers.size(); i++) {
            newcomers.get(i).draft(choice.draft(i, newcomers.get(i)));
        }
    }
}
