package org.quern.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
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
 * document has are done. Of the rest, the windows themselves are compared by their hashes, and each learns the first place of its
 * like: packed in {@link WindowGroups}, those of one anchor in one task; where an anchor is too common for that, a row each, grouped
 * by their hashes. All of it are sorts: a window that a million documents share costs a million rows, on disk if need be. Equal windows
 * have equal anchors, so none is missed; two different ones have one 122-bit hash by a chance that {@link RollingHash} states.
 */
final class Substrings {
    /** Windows of an anchor that comes so often have room in memory, 26 for each at 50 tokens. */
    private static final int MAX_GROUPS = 1 << 14;

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
        return find(documents, sketches, order, scratch, config, MAX_GROUPS);
    }

    /** The same, where an anchor that comes more than so often is common. */
    static Cuts find(
            Dataset<Row> documents,
            Dataset<Row> sketches,
            KeepOrder order,
            Scratch scratch,
            SubstringConfig config,
            int maxGroups) {
        int minTokens = config.minTokens();
        Dataset<Row> texts = documents.select("id", "text");
        Dataset<Row> ranks = scratch.save("ranks", Ranks.of(sketches.join(texts.select("id"), ID, "left_semi"), order));
        Dataset<Row> ranked = scratch.save("ranked", texts.join(ranks, ID));
        Dataset<Row> anchors = scratch.save("anchors", shared(anchors(ranked, minTokens), maxGroups));
        Dataset<Row> rare = runs(groups(ranked, anchors.where(not(col("common"))), minTokens), minTokens);
        Dataset<Row> common = repeated(windows(ranked, anchors.where(col("common")), minTokens), minTokens);
        Dataset<Row> runs = scratch.save("runs", joined(rare.unionByName(common), minTokens));
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

    /**
     * {@code rank}, {@code common} and {@code tokens}, the windows in ascending order whose anchors at least one other document has, too, apart
     * by whether these are common.
     */
    private static Dataset<Row> shared(Dataset<Row> anchors, int maxGroups) {
        WindowSpec same = Window.partitionBy("anchor");
        return anchors.withColumn("first", min("rank").over(same))
                .withColumn("last", max("rank").over(same))
                .withColumn("common", count(lit(1)).over(same).gt(maxGroups))
                .where(col("first").notEqual(col("last")))
                .groupBy("rank", "common")
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

    /** {@link RepeatedRun}s of one window each. */
    private static Dataset<Row> repeated(Dataset<Row> windows, int minTokens) {
        WindowSpec like = Window.partitionBy("high", "low").orderBy("place");
        return windows.withColumn("first", first("place").over(like))
                .withColumn("firstBegin", first("begin").over(like))
                .where(Place.rank(col("first")).lt(Place.rank(col("place"))))
                .select(
                        Place.rank(col("place")).as("rank"),
                        Place.offset(col("place")).as("token"),
                        lit(minTokens).as("tokens"),
                        Place.rank(col("first")).as("keptRank"),
                        Place.offset(col("first")).as("keptToken"),
                        col("firstBegin").as("keptBegin"));
    }

    private static Dataset<Row> groups(Dataset<Row> ranked, Dataset<Row> anchors, int minTokens) {
        return ranked.join(anchors, RANK)
                .select("rank", "text", "tokens")
                .flatMap(
                        (FlatMapFunction<Row, Row>) row -> new WindowGroups(
                                row.getString(1), minTokens, row.getLong(0), new Anchored(row.getList(2))),
                        RecordCodec.of(WindowGroups.Group.class).encoder());
    }

    /** {@link RepeatedRun}s within each group. */
    private static Dataset<Row> runs(Dataset<Row> groups, int minTokens) {
        RecordCodec<RepeatedRun> codec = RecordCodec.of(RepeatedRun.class);
        return groups.repartition(col("anchor"))
                .sortWithinPartitions("anchor", "place")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> {
                            WindowGroups.Firsts firsts = new WindowGroups.Firsts(minTokens);
                            Iterable<Row> groupRows = () -> rows;
                            return StreamSupport.stream(groupRows.spliterator(), false)
                                    .flatMap(group -> firsts.runs(group).stream())
                                    .map(codec::toRow)
                                    .iterator();
                        },
                        codec.encoder());
    }

    /** {@link RepeatedRun}s as long as they are, across groups. */
    private static Dataset<Row> joined(Dataset<Row> runs, int minTokens) {
        RecordCodec<RepeatedRun> codec = RecordCodec.of(RepeatedRun.class);
        return runs.repartition(col("rank"))
                .sortWithinPartitions("rank", "token")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> new MappedIterator<>(
                                RepeatedRun.joined(new MappedIterator<>(rows, codec::fromRow), minTokens),
                                codec::toRow),
                        codec.encoder());
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
