package org.quern.inference.generate;

import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Where blocks lie in a job's folder.
 *
 * @param folder the job's
 * @param hadoop for its file system
 */
record Blocks(String folder, SerializableConfiguration hadoop) implements Serializable {
    FileSystem files() throws IOException {
        return new Path(folder).getFileSystem(hadoop.value());
    }

    /** Lines of input, cut into blocks; gone when the job is done. */
    Path promptFolder() {
        return new Path(folder, "prompts");
    }

    Path prompts(int block) {
        return new Path(promptFolder(), name(block) + ".jsonl");
    }

    /** Parts as they are written; gone when the job is done. */
    Path unfinishedFolder() {
        return new Path(folder, "unfinished");
    }

    /** A file of its own for every attempt: one that is thought dead may still write. */
    Path unfinished(int block) {
        return new Path(unfinishedFolder(), name(block) + "." + UUID.randomUUID());
    }

    Path part(int block) {
        return new Path(folder, name(block) + ".jsonl.gz");
    }

    private static String name(int block) {
        return String.format(Locale.ROOT, "part-%05d", block);
    }
}
