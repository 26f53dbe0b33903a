package org.quern.pretrain.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.quern.tokenizer.shard.PackedSequence;

/**
 * Rows of packed documents, all of one length T.
 *
 * @param numRows B
 * @param contextLength T
 * @param tokens B * T token ids
 * @param starts for each position, where in its row its document begins; padding is a document of its own
 * @param lengths for each row, how many of its tokens are real
 * @param domains for each position, the number of its document's domain; -1 where it is unknown
 */
@SuppressWarnings("ArrayRecordComponent") // Goes to native memory as it is.
public record TokenBatch(int numRows, int contextLength, long[] tokens, long[] starts, int[] lengths, int[] domains) {
    /**
     * What is to be predicted, and where: positions whose target lies in the same document.
     *
     * @param rows indices into the batch's B * T positions
     * @param ids the token that each should predict
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Targets(long[] rows, long[] ids) {
        /** Every n-th of them, from an offset on: a cheaper estimate of the same mean. */
        public Targets every(int n, int offset) {
            int kept = Math.max(0, (rows.length - offset + n - 1) / n);
            long[] keptRows = new long[kept];
            long[] keptIds = new long[kept];
            for (int i = 0; i < kept; i++) {
                keptRows[i] = rows[offset + i * n];
                keptIds[i] = ids[offset + i * n];
            }
            return new Targets(keptRows, keptIds);
        }
    }

    /** A batch of rows of equal length. */
    public static TokenBatch of(List<PackedSequence> rows) {
        List<int[]> unknown = new ArrayList<>();
        for (PackedSequence row : rows) {
            int[] domains = new int[row.documentStarts().length];
            Arrays.fill(domains, -1);
            unknown.add(domains);
        }
        return of(rows, unknown);
    }

    /**
     * A batch of rows of equal length.
     *
     * @param documentDomains for each row, the numbers of its documents' domains
     */
    public static TokenBatch of(List<PackedSequence> rows, List<int[]> documentDomains) {
        int context = rows.get(0).tokens().length;
        long[] tokens = new long[rows.size() * context];
        long[] starts = new long[tokens.length];
        int[] lengths = new int[rows.size()];
        int[] domains = new int[tokens.length];
        Arrays.fill(domains, -1);
        for (int b = 0; b < rows.size(); b++) {
            PackedSequence row = rows.get(b);
            if (row.tokens().length != context) {
                throw new IllegalArgumentException(
                        "rows of a batch must be equally long, got " + context + " and " + row.tokens().length);
            }
            lengths[b] = row.length();
            for (int i = 0; i < context; i++) {
                tokens[b * context + i] = row.tokens()[i];
            }
            fillDocuments(row, documentDomains.get(b), starts, domains, b * context);
        }
        return new TokenBatch(rows.size(), context, tokens, starts, lengths, domains);
    }

    private static void fillDocuments(PackedSequence row, int[] documentDomains, long[] starts, int[] domains, int at) {
        int context = row.tokens().length;
        for (int d = 0; d < row.documentStarts().length; d++) {
            int begin = row.documentStarts()[d];
            int end = d + 1 < row.documentStarts().length ? row.documentStarts()[d + 1] : row.length();
            Arrays.fill(starts, at + begin, at + end, begin);
            Arrays.fill(domains, at + begin, at + end, documentDomains[d]);
        }
        Arrays.fill(starts, at + row.length(), at + context, row.length());
    }

    /**
     * The documents, without padding: row, begin and size for each. None at all where every row is one whole document:
     * then rows need not be told apart.
     */
    public long[] documents() {
        if (Arrays.stream(starts).allMatch(start -> start == 0)) {
            return new long[0];
        }
        LongStream.Builder documents = LongStream.builder();
        for (int row = 0; row < numRows; row++) {
            int at = row * contextLength;
            int begin = 0;
            for (int i = 1; i <= lengths[row]; i++) {
                if (i == lengths[row] || starts[at + i] != begin) {
                    documents.add(row).add(begin).add(i - begin);
                    begin = i;
                }
            }
        }
        return documents.build().toArray();
    }

    /** How many positions there are: B * T. */
    public int size() {
        return tokens.length;
    }

    /** The token some positions after each, whatever its document; token 0 after the very last. */
    public long[] next(int distance) {
        long[] next = new long[tokens.length];
        System.arraycopy(tokens, Math.min(distance, tokens.length), next, 0, Math.max(0, tokens.length - distance));
        return next;
    }

    /** The tokens some positions further on, never across the end of a document. */
    public Targets targets(int distance) {
        long[] rows = new long[tokens.length];
        long[] ids = new long[tokens.length];
        int n = 0;
        for (int b = 0; b < numRows; b++) {
            for (int i = 0; i + distance < lengths[b]; i++) {
                int at = b * contextLength + i;
                if (starts[at] == starts[at + distance]) {
                    rows[n] = at;
                    ids[n++] = tokens[at + distance];
                }
            }
        }
        return new Targets(Arrays.copyOf(rows, n), Arrays.copyOf(ids, n));
    }
}
