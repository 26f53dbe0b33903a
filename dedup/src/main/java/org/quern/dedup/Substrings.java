package org.quern.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.quern.ingest.job.RecordCodec;

/**
 * Runs of tokens that occur in more than one document, cut from all but the first of them (after Lee et al., arXiv 2107.06499, who
 * use one suffix array on one machine).
 *
 * <p>What is cut: a window is {@code minTokens} {@link Tokens} in a row. A token goes if a window that covers it also stands in
 * a document that comes earlier in the {@link KeepOrder}; repetitions within one document are left alone. Whatever is cut
 * is thus in a document before, by whole windows, and no window of the corpus vanishes but for what overlaps with other such windows.
 *
 * <p>How it is found: the anchors of all windows ({@link TokenWindows}), one for a dozen windows, are grouped, and those that only one
 * document has are done. Of the rest, the windows themselves are grouped by their hashes, and each learns the first place of its
 * like. Both groupings are sorts: a window that a million documents share costs a million rows, on disk if need be. Equal windows have
 * equal anchors, so none is missed; two different ones have one 122-bit hash by a chance that {@link RollingHash} states.
 */
final class Substrings {
    private static final String[] RANK = {"rank"};
    private static final String[] ID = {"id"};

    private Substrings() {}

    private record Anchor(long anchor, long rank, int token) {}

    private record Occurrence(long high, long low, long place, int begin) {}

    private record Repetitive(String id, String text, List<CutText.Run> runs) {}

    private record Cut(String id, String text, int tokensLeft, int tokensCut, long keptRank, List<CutText.Span> spans) {
        static Cut of(Repetitive document) {
            CutText cut = CutText.of(document.text, document.runs);
            return new Cut(document.id, cut.text(), cut.tokensLeft(), cut.tokensCut(), cut.mainKeeper(), cut.spans());
        }
    }

    /** The windows whose anchor is first that of one of these windows, in ascending order. */
    private static final class Anchored implements Predicate<TokenWindows> {
        private final Iterator<Integer> starts;
        private int start;
        private boolean within;

        Anchored(List<Integer> starts) {
            this.starts = starts.iterator();
            this.start = this.starts.next();
        }

        @Override
        public boolean test(TokenWindows window) {
            if (window.hasNewAnchor()) {
                within = window.index() == start;
                start = within && starts.hasNext() ? starts.next() : start;
            }
            return within;
        }
    }

    /**
     * Finds them in five stages, each saved: ranks, texts with their rank, anchors that documents share, runs, texts without them.
     *
     * @param documents with {@code id} and {@code text}
     * @param sketches of at least these documents
     * @return with {@link CutText.Span}s
     */
    static Cuts find(
            Dataset<Row> documents, Dataset<Row> sketches, KeepOrder order, Scratch scratch, SubstringConfig config) {
        int minTokens = config.minTokens();
        Dataset<Row> texts = documents.select("id", "text");
        Dataset<Row> ranks = scratch.save("ranks", Ranks.of(sketches.join(texts.select("id"), ID, "left_semi"), order));
        Dataset<Row> ranked = scratch.save("ranked", texts.join(ranks, ID));
        Dataset<Row> anchors = scratch.save("anchors", shared(anchors(ranked, minTokens)));
        Dataset<Row> runs = scratch.save("runs", runs(windows(ranked, anchors, minTokens), minTokens));
        return new Cuts("substring", scratch.save("cut", cut(ranked, runs)), ranks, config.minTokensLeft());
    }

    private static Dataset<Row> anchors(Dataset<Row> ranked, int minTokens) {
        RecordCodec<Anchor> codec = RecordCodec.of(Anchor.class);
        return ranked.select("rank", "text")
                .flatMap(
                        (FlatMapFunction<Row, Row>) row -> new TokenWindows(row.getString(1), minTokens)
                                .select(
                                        TokenWindows::hasNewAnchor,
                                        window -> codec.toRow(
                                                new Anchor(window.anchor(), row.getLong(0), window.index()))),
                        codec.encoder());
    }

    /** {@code rank} and {@code tokens}, the windows in ascending order whose anchors at least one other document has, too. */
    private static Dataset<Row> shared(Dataset<Row> anchors) {
        WindowSpec same = Window.partitionBy("anchor");
        return anchors.withColumn("first", min("rank").over(same))
                .withColumn("last", max("rank").over(same))
                .where(col("first").notEqual(col("last")))
                .groupBy("rank")
                .agg(sort_array(collect_list("token")).as("tokens"));
    }

    /** One row for each window: so many that the reflection of a codec would count. */
    private static Dataset<Row> windows(Dataset<Row> ranked, Dataset<Row> anchors, int minTokens) {
        return ranked.join(anchors, RANK)
                .select("rank", "text", "tokens")
                .flatMap(
                        (FlatMapFunction<Row, Row>) row -> new TokenWindows(row.getString(1), minTokens)
                                .select(
                                        new Anchored(row.getList(2)),
                                        window -> RowFactory.create(
                                                window.high(),
                                                window.low(),
                                                Place.of(row.getLong(0), window.index()),
                                                window.beginPoint())),
                        RecordCodec.of(Occurrence.class).encoder());
    }

    private static Dataset<Row> runs(Dataset<Row> windows, int minTokens) {
        RecordCodec<RepeatedRun> out = RecordCodec.of(RepeatedRun.class);
        WindowSpec like = Window.partitionBy("high", "low").orderBy("place");
        return windows.withColumn("first", first("place").over(like))
                .withColumn("firstBegin", first("begin").over(like))
                .where(Place.rank(col("first")).lt(Place.rank(col("place"))))
                .select("place", "first", "firstBegin")
                .repartition(Place.rank(col("place")))
                .sortWithinPartitions("place")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> new MappedIterator<>(
                                RepeatedRun.of(
                                        new MappedIterator<>(
                                                rows,
                                                row -> new RepeatedRun.Window(
                                                        row.getLong(0), row.getLong(1), row.getInt(2))),
                                        minTokens),
                                out::toRow),
                        out.encoder());
    }

    private static Dataset<Row> cut(Dataset<Row> ranked, Dataset<Row> runs) {
        RecordCodec<Repetitive> in = RecordCodec.of(Repetitive.class);
        RecordCodec<Cut> out = RecordCodec.of(Cut.class);
        Column run = struct("token", "tokens", "keptRank", "keptBegin");
        Dataset<Row> ofDocuments =
                runs.groupBy("rank").agg(sort_array(collect_list(run)).as("runs"));
        return ranked.join(ofDocuments, RANK)
                .map((MapFunction<Row, Row>) row -> out.toRow(Cut.of(in.fromRow(row))), out.encoder());
    }
}
