package org.quern.tokenizer;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftright;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.quern.tokenizer.EncodedDocuments.Encoded;
import org.quern.tokenizer.shard.ShardPacking;
import org.quern.tokenizer.shard.ShardPacking.Packed;

/**
 * Packs and writes the shards whose documents come to a task of Spark. A shard is written beside and renamed, so that a
 * task that runs twice leaves one whole file.
 */
record ShardTask(
        String folder,
        String stage,
        int contextLength,
        String tokenizerHash,
        int endOfText,
        int vocabSize,
        int numShards,
        SerializableConfiguration hadoop)
        implements Serializable {

    /** How many shards of about so many tokens. */
    static int numShards(long tokens, int shardTokens) {
        return Math.toIntExact((tokens + shardTokens - 1) / shardTokens);
    }

    /**
     * The shard of a document: shards take equal ranges of keys, so that all shards together are in the keys' order.
     */
    static int shardOf(long key, int numShards) {
        return (int) (((key >>> 32) * numShards) >>> 31);
    }

    /** The same on a column. */
    static Column shardOf(Column key, int numShards) {
        return shiftright(shiftright(key, 32).multiply(lit((long) numShards)), 31);
    }

    /** Writes the shards of a partition whose rows are sorted by key; returns their sums. */
    Iterator<PackedSums> write(Iterator<Row> rows) throws IOException {
        PackedSums sums = PackedSums.nothing();
        ShardContents contents = new ShardContents(vocabSize);
        int shard = -1;
        while (rows.hasNext()) {
            Encoded document = EncodedDocuments.CODEC.fromRow(rows.next());
            int next = shardOf(document.key(), numShards);
            if (next != shard && shard >= 0) {
                sums = sums.plus(write(shard, contents));
                contents = new ShardContents(vocabSize);
            }
            shard = next;
            contents.add(document);
        }
        return List.of(shard < 0 ? sums : sums.plus(write(shard, contents))).iterator();
    }

    private PackedSums write(int shard, ShardContents contents) throws IOException {
        Path target = new Path(folder, "shard-%05d.arrow".formatted(shard));
        Path partial = new Path(
                folder, "." + target.getName() + "." + TaskContext.get().taskAttemptId());
        FileSystem files = target.getFileSystem(hadoop.value());
        Packed packed = new ShardPacking(stage, contextLength, tokenizerHash, endOfText)
                .write(contents.documents(), files.create(partial, true));
        long bytes = files.getFileStatus(partial).getLen();
        files.delete(target, false);
        if (!files.rename(partial, target)) {
            throw new IOException("cannot rename " + partial + " to " + target);
        }
        return contents.sums(packed, bytes);
    }
}
