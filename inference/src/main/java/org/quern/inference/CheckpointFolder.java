package org.quern.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.quern.ingest.job.InputException;

/** Tells checkpoints from a job's other inputs. */
public final class CheckpointFolder {
    /** The file of a checkpoint's shape. */
    public static final String CONFIG = "config.json";
    /** The file of its weights. */
    public static final String WEIGHTS = "model.safetensors";

    private CheckpointFolder() {}

    /** Whether a folder holds a checkpoint. */
    public static boolean is(Path folder, Configuration hadoop) throws IOException {
        FileSystem files = folder.getFileSystem(hadoop);
        return files.exists(new Path(folder, CONFIG)) && files.exists(new Path(folder, WEIGHTS));
    }

    /**
     * A checkpoint's folder on this machine, from whose files native code reads weights.
     *
     * @throws InputException if it is elsewhere
     */
    public static java.nio.file.Path local(Path folder, Configuration hadoop) throws IOException {
        FileSystem files = folder.getFileSystem(hadoop);
        if (!(files instanceof LocalFileSystem)) {
            throw new InputException(String.format(
                    "a checkpoint must be a local or mounted folder, got %s; copy it or mount it", folder));
        }
        return java.nio.file.Path.of(files.makeQualified(folder).toUri().getPath());
    }

    /** Writes a file, which is not there yet. */
    @FunctionalInterface
    interface FileWriter {
        void write(java.nio.file.Path file) throws IOException;
    }

    /** Puts a file into a checkpoint's folder, whole or not at all, in place of one that is there. */
    static void put(java.nio.file.Path file, FileWriter writer) throws IOException {
        java.nio.file.Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        writer.write(partial);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
