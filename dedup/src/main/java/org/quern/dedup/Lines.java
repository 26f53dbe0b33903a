package org.quern.dedup;

import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.quern.ingest.job.RecordCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Boilerplate: {@link Passages} that many pages of one host have, cut from all but the first of them.
 *
 * <p>CCNet (arXiv 1911.00359, section 3.1) and Dolma cut a line that comes twice anywhere in a shard, Llama 3 (arXiv 2407.21783,
 * section 3.1.1) one that comes more than six times in thirty million documents, and says that good text goes with it. Here a
 * passage is counted in the documents of its own host only, in each once, and goes if it is in so many and in such a share of them.
 * As with {@link Substrings}, the first document in the {@link KeepOrder} keeps it: what is cut is not lost. As in CCNet, case, white
 * space and the digits of a number do not count: {@code Page 3 of 7} is {@code page 12 of 40}. Documents of code, in which
 * lines come again for other reasons, and those without an address of {@code http} have no host.
 *
 * <p>How it is found: each passage is a row with its hash and its place; they are counted by an aggregation that begins where
 * they are, before rows move. The frequent ones, a small table, are joined back. So a line that a million pages share costs a million
 * rows, and these never meet in one task.
 */
final class Lines {
    private static final Logger LOG = LoggerFactory.getLogger(Lines.class);

    private static final String[] ID = {"id"};
    private static final String[] HASH = {"high", "low"};
    private static final String[] RANK = {"rank"};

    private Lines() {}

    private record Located(String id, String host) {}

    private record Page(String id, String host, String text, List<SitePage.Frequent> frequent) {}

    private record Occurrence(long high, long low, long place, long needed) {}

    private record Cut(
            String id, String text, int tokensLeft, int tokensCut, long keptRank, List<SitePage.Span> spans) {
        static Cut of(Page page, int minWords) {
            SitePage.Cut cut = new SitePage(page.host, page.text, minWords).without(page.frequent);
            return new Cut(page.id, cut.text(), cut.tokensLeft(), cut.tokensCut(), cut.keptRank(), cut.spans());
        }
    }

    /**
     * Finds them in five stages, each saved: documents of hosts that have enough, their ranks, their texts, frequent passages, texts
     * without them.
     *
     * @param documents with {@code id}, {@code url}, {@code domain} and {@code text}
     * @param sketches of at least these documents
     * @param order which document of several with a passage keeps it
     * @return with {@link SitePage.Span}s
     */
    static Cuts find(
            Dataset<Row> documents, Dataset<Row> sketches, KeepOrder order, Scratch scratch, LineConfig config) {
        Dataset<Row> pages = scratch.save("pages", pages(documents, config));
        Dataset<Row> ranks =
                scratch.save("page-ranks", Ranks.of(sketches.join(pages.select("id"), ID, "left_semi"), order));
        Dataset<Row> texts = scratch.save(
                "page-texts", documents.select("id", "text").join(pages, ID).join(ranks, ID));
        Dataset<Row> passages = passages(texts, config.minWords());
        Dataset<Row> frequent = scratch.save("frequent", frequent(passages));
        if (frequent.isEmpty()) {
            LOG.info(
                    "dedup: no line or paragraph is in {} documents and a share of {} of its host's; none is cut",
                    config.minDocuments(),
                    config.minShare());
        }
        Dataset<Row> cut = scratch.save("pages-cut", cut(texts, repeated(passages, frequent), config.minWords()));
        return new Cuts("lines", cut, ranks, config.minTokensLeft());
    }

    /** {@code id}, {@code host}, and {@code needed}: in how many documents there a passage must be. */
    private static Dataset<Row> pages(Dataset<Row> documents, LineConfig config) {
        RecordCodec<Located> codec = RecordCodec.of(Located.class);
        Dataset<Row> located = documents
                .where(col("domain").notEqual("code"))
                .select("id", "url")
                .flatMap(
                        (FlatMapFunction<Row, Row>)
                                row -> Site.host(row.getString(1))
                                        .map(host -> codec.toRow(new Located(row.getString(0), host)))
                                        .stream()
                                        .iterator(),
                        codec.encoder());
        Column share = ceil(col("documents").multiply(config.minShare()));
        Dataset<Row> hosts = located.groupBy("host")
                .agg(count(lit(1)).as("documents"))
                .where(col("documents").geq(config.minDocuments()))
                .select(
                        col("host"),
                        greatest(lit((long) config.minDocuments()), share).as("needed"));
        return located.join(hosts, "host").select("id", "host", "needed");
    }

    /** One row for each passage: so many that the reflection of a codec would count. */
    private static Dataset<Row> passages(Dataset<Row> texts, int minWords) {
        return texts.select("host", "text", "rank", "needed")
                .flatMap(
                        (FlatMapFunction<Row, Row>) row -> new SitePage(row.getString(0), row.getString(1), minWords)
                                .passages()
                                .map(found -> RowFactory.create(
                                        found.hash().high(),
                                        found.hash().low(),
                                        Place.of(row.getLong(2), found.passage().beginPoint()),
                                        row.getLong(3)))
                                .iterator(),
                        RecordCodec.of(Occurrence.class).encoder());
    }

    private static Dataset<Row> frequent(Dataset<Row> passages) {
        return passages.groupBy("high", "low")
                .agg(
                        countDistinct(Place.rank(col("place"))).as("documents"),
                        min("place").as("first"),
                        min("needed").as("needed"))
                .where(col("documents").geq(col("needed")))
                .drop("needed");
    }

    /** {@code rank} and {@code frequent}: for each document the passages that an earlier one has. */
    private static Dataset<Row> repeated(Dataset<Row> passages, Dataset<Row> frequent) {
        return passages.join(frequent, HASH)
                .withColumn("rank", Place.rank(col("place")))
                .where(col("rank").notEqual(Place.rank(col("first"))))
                .groupBy("rank")
                .agg(collect_set(struct("high", "low", "documents", "first")).as("frequent"));
    }

    private static Dataset<Row> cut(Dataset<Row> texts, Dataset<Row> repeated, int minWords) {
        RecordCodec<Page> in = RecordCodec.of(Page.class);
        RecordCodec<Cut> out = RecordCodec.of(Cut.class);
        return texts.join(repeated, RANK)
                .map((MapFunction<Row, Row>) row -> out.toRow(Cut.of(in.fromRow(row), minWords)), out.encoder());
    }
}
