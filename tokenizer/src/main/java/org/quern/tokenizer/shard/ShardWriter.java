package org.quern.tokenizer.shard;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

/**
 * Writes one shard: the same rows give the same bytes. The format is in the package's description.
 *
 * <p>Holds one record batch, about 1 MiB, in memory. Not thread-safe. {@link #close()} completes the file; a writer
 * that failed leaves a file without a footer, which a reader refuses.
 */
public final class ShardWriter implements Closeable {

    /** Tokens in a record batch, at most, unless one row is longer: the unit of checksums, 1 MiB. */
    private static final int BATCH_TOKENS = 1 << 18;

    private final String stage;
    private final int contextLength;
    private final String tokenizerHash;
    private final int batchRows;
    private final RootAllocator allocator = new RootAllocator();
    private final VectorSchemaRoot root;
    private final BlockChecksum channel;
    private final Map<String, String> footer = new LinkedHashMap<>();
    private final ArrowFileWriter writer;
    private int[] checksums = new int[0];
    private int row;
    private long sequences;
    private long tokens;
    private long documents;

    /**
     * Starts a shard on a stream, which {@link #close()} closes.
     *
     * @param stage name of the stage
     * @param contextLength tokens in each row, at least 1
     * @param tokenizerHash {@code Tokenizer.hash()} of the tokenizer that makes the tokens
     * @throws IOException if the stream fails
     */
    public ShardWriter(OutputStream out, String stage, int contextLength, String tokenizerHash) throws IOException {
        if (contextLength < 1) {
            throw new IllegalArgumentException("contextLength must be at least 1, got " + contextLength);
        }
        this.stage = stage;
        this.contextLength = contextLength;
        this.tokenizerHash = tokenizerHash;
        this.batchRows = batchRows(contextLength);
        this.root = VectorSchemaRoot.create(ShardSchema.of(contextLength), allocator);
        this.channel = new BlockChecksum(Channels.newChannel(out));
        this.writer = new ArrowFileWriter(root, new DictionaryProvider.MapDictionaryProvider(), channel, footer);
        writer.start();
        channel.take();
        root.allocateNew();
    }

    /** Rows in every record batch but the last. */
    static int batchRows(int contextLength) {
        return Math.max(1, BATCH_TOKENS / contextLength);
    }

    /**
     * Appends a row.
     *
     * @param rowTokens exactly contextLength token ids, padding included
     * @param length how many of them are not padding
     * @param spans the row's documents, by ascending start from 0
     * @throws IOException if the stream fails
     */
    public void write(int[] rowTokens, int length, List<DocumentSpan> spans) throws IOException {
        check(rowTokens, length, spans);
        appendTokens(rowTokens);
        ((IntVector) root.getVector(ShardSchema.LENGTH)).setSafe(row, length);
        appendInts(
                ShardSchema.DOCUMENT_STARTS,
                spans.stream().mapToInt(DocumentSpan::start).toArray());
        appendTexts(
                ShardSchema.DOCUMENT_IDS,
                spans.stream().map(DocumentSpan::documentId).toList());
        appendTexts(
                ShardSchema.DOCUMENT_URLS, spans.stream().map(DocumentSpan::url).toList());
        appendInts(
                ShardSchema.DOCUMENT_OFFSETS,
                spans.stream().mapToInt(DocumentSpan::documentOffset).toArray());
        appendTexts(
                ShardSchema.DOCUMENT_DOMAINS,
                spans.stream().map(DocumentSpan::domain).toList());
        sequences++;
        tokens += length;
        documents += spans.stream().filter(span -> span.documentOffset() == 0).count();
        if (++row == batchRows) {
            flush();
        }
    }

    private void check(int[] rowTokens, int length, List<DocumentSpan> spans) {
        if (rowTokens.length != contextLength || length < 1 || length > contextLength) {
            throw new IllegalArgumentException(
                    "a row must have contextLength = %d tokens, 1 to %d of them real, got %d and %d"
                            .formatted(contextLength, contextLength, rowTokens.length, length));
        }
        int before = -1;
        for (DocumentSpan span : spans) {
            if (span.start() <= before || span.start() >= length || (before < 0 && span.start() != 0)) {
                throw new IllegalArgumentException(
                        "document starts must ascend from 0 below length %d, got %s".formatted(length, spans));
            }
            before = span.start();
        }
        if (before < 0) {
            throw new IllegalArgumentException("a row must have at least one document");
        }
    }

    /** Copies the tokens in bulk: one by one, Arrow's setters take most of the writing's time. */
    private void appendTokens(int[] rowTokens) {
        FixedSizeListVector lists = (FixedSizeListVector) root.getVector(ShardSchema.TOKENS);
        IntVector ids = (IntVector) lists.getDataVector();
        int first = lists.startNewValue(row);
        while (ids.getValueCapacity() < first + contextLength) {
            ids.reAlloc();
        }
        ids.getDataBuffer()
                .nioBuffer((long) first * Integer.BYTES, contextLength * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .put(rowTokens);
        setValid(ids.getValidityBuffer(), first, first + contextLength);
    }

    /** Sets a range of bits, whole bytes at once. */
    private static void setValid(ArrowBuf bits, int from, int to) {
        int bit = from;
        for (; bit < to && bit % Byte.SIZE != 0; bit++) {
            BitVectorHelper.setBit(bits, bit);
        }
        int wholeBytes = (to - bit) / Byte.SIZE;
        bits.setOne((long) bit / Byte.SIZE, (long) wholeBytes);
        for (bit += wholeBytes * Byte.SIZE; bit < to; bit++) {
            BitVectorHelper.setBit(bits, bit);
        }
    }

    private void appendInts(String column, int[] values) {
        ListVector lists = (ListVector) root.getVector(column);
        IntVector elements = (IntVector) lists.getDataVector();
        int first = lists.startNewValue(row);
        for (int i = 0; i < values.length; i++) {
            elements.setSafe(first + i, values[i]);
        }
        lists.endValue(row, values.length);
    }

    private void appendTexts(String column, List<String> values) {
        ListVector lists = (ListVector) root.getVector(column);
        VarCharVector elements = (VarCharVector) lists.getDataVector();
        int first = lists.startNewValue(row);
        for (int i = 0; i < values.size(); i++) {
            elements.setSafe(first + i, values.get(i).getBytes(StandardCharsets.UTF_8));
        }
        lists.endValue(row, values.size());
    }

    private void flush() throws IOException {
        root.setRowCount(row);
        writer.writeBatch();
        checksums = Arrays.copyOf(checksums, checksums.length + 1);
        checksums[checksums.length - 1] = channel.take();
        root.getFieldVectors().forEach(FieldVector::reset);
        row = 0;
    }

    /** Writes the last batch and the footer, and closes the stream. */
    @Override
    public void close() throws IOException {
        try (allocator;
                root;
                channel) {
            if (row > 0) {
                flush();
            }
            footer.putAll(
                    new ShardMetadata(stage, contextLength, tokenizerHash, sequences, tokens, documents, checksums)
                            .toFooter());
            writer.end();
        }
    }
}
