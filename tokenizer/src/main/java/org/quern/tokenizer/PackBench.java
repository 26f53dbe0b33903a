package org.quern.tokenizer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.quern.tokenizer.shard.ShardPacking;
import org.quern.tokenizer.shard.ShardPacking.Packed;
import org.quern.tokenizer.shard.TokenizedDocument;

/** How well and how fast the documents of a JSONL of {@code {"text": ...}} are packed. */
public final class PackBench {

    private static final long SEED = TokenizeConfig.defaults().seed();

    private PackBench() {}

    /**
     * Encodes the documents, then packs and writes them, to nowhere, in shards as {@code tokenize} does: once to warm up
     * and once for the figures.
     *
     * @param contextLength tokens in a row, 2 or more
     * @param threads that share the documents, then the shards
     * @return {@code tokens_per_s} of packing and writing, {@code padding_share} of the rows' tokens, {@code sequences,
     *     tokens, padding, documents, cut} (documents in more than one piece), {@code longer_than_context} and
     *     {@code shards}
     */
    public static Map<String, Number> run(Path input, Path tokenizerFile, int contextLength, int threads)
            throws IOException {
        TokenizeConfig config = new TokenizeConfig(
                SEED,
                contextLength,
                Math.max(contextLength, TokenizeConfig.defaults().shardTokens()));
        Tokenizer tokenizer = Tokenizer.load(tokenizerFile);
        List<String> texts = TokenizerBench.texts(input);
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            ThreadLocal<TokenEncoder> encoders = ThreadLocal.withInitial(tokenizer::newEncoder);
            List<TokenizedDocument> documents = in(pool, () -> IntStream.range(0, texts.size())
                    .parallel()
                    .mapToObj(i -> document("document" + i, texts.get(i), encoders.get(), tokenizer.endOfText()))
                    .filter(document -> document.tokens().length > 0)
                    .toList());
            List<List<TokenizedDocument>> shards = shards(documents, config.shardTokens());
            ShardPacking packing = new ShardPacking("stage1", contextLength, tokenizer.hash(), tokenizer.endOfText());
            Callable<Packed> work = () ->
                    shards.parallelStream().map(shard -> pack(shard, packing)).reduce(Packed.NOTHING, Packed::plus);
            in(pool, work);
            long start = System.nanoTime();
            Packed packed = in(pool, work);
            double seconds = (System.nanoTime() - start) / 1e9;
            Map<String, Number> figures = new LinkedHashMap<>();
            figures.put("tokens_per_s", packed.tokens() / seconds);
            figures.put("padding_share", (double) packed.padding() / (packed.tokens() + packed.padding()));
            figures.put("sequences", packed.sequences());
            figures.put("tokens", packed.tokens());
            figures.put("padding", packed.padding());
            figures.put("documents", documents.size());
            figures.put("cut", packed.cut());
            figures.put(
                    "longer_than_context",
                    documents.stream()
                            .filter(document -> document.tokens().length > contextLength)
                            .count());
            figures.put("shards", shards.size());
            return figures;
        } finally {
            pool.shutdownNow();
        }
    }

    private static TokenizedDocument document(String id, String text, TokenEncoder encoder, int endOfText) {
        TokenBuffer tokens = new TokenBuffer();
        encoder.encodeOrdinary(text, tokens);
        if (tokens.size() > 0) {
            tokens.add(endOfText);
        }
        return new TokenizedDocument(id, "", "all", EncodedDocuments.key(SEED, id, 0), tokens.toArray());
    }

    private static List<List<TokenizedDocument>> shards(List<TokenizedDocument> documents, int shardTokens) {
        long tokens = documents.stream()
                .mapToLong(document -> document.tokens().length)
                .sum();
        int numShards = ShardTask.numShards(tokens, shardTokens);
        List<List<TokenizedDocument>> shards = new ArrayList<>();
        IntStream.range(0, numShards).forEach(shard -> shards.add(new ArrayList<>()));
        documents.stream()
                .sorted(Comparator.comparingLong(TokenizedDocument::key))
                .forEach(document ->
                        shards.get(ShardTask.shardOf(document.key(), numShards)).add(document));
        return shards;
    }

    private static Packed pack(List<TokenizedDocument> shard, ShardPacking packing) {
        try {
            return packing.write(shard, OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a parallel stream on the pool's threads alone. */
    private static <T> T in(ForkJoinPool pool, Callable<T> work) {
        try {
            return pool.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while packing", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("packing failed", e.getCause());
        }
    }
}
