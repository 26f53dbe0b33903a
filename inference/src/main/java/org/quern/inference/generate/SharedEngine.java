package org.quern.inference.generate;

import java.nio.file.Path;
import java.util.function.Function;
import org.apache.spark.SparkEnv;
import org.jspecify.annotations.Nullable;
import org.quern.inference.Engine;
import org.quern.inference.Precision;
import org.quern.pretrain.kernel.Torch;

/**
 * The one engine of a JVM. libtorch's threads belong to the process and an engine takes them all: a second one would only
 * hold the weights once more. So tasks that run side by side take turns.
 */
final class SharedEngine {
    private static @Nullable Opened opened;

    private SharedEngine() {}

    /**
     * Which engine.
     *
     * @param fingerprint of the checkpoint's files
     * @param threads see {@link BatchConfig}
     */
    record Key(Path checkpoint, String fingerprint, Precision precision, int threads) {}

    private record Opened(Key key, Engine engine) {}

    /** Lends the engine, which is opened for the first and for every other checkpoint. */
    static synchronized <T> T use(Key key, Function<Engine, T> work) {
        return Torch.apart(() -> {
            Torch.useThreads(key.threads() == 0 ? cores() : key.threads());
            return work.apply(engine(key));
        });
    }

    private static Engine engine(Key key) {
        if (opened == null || !opened.key().equals(key)) {
            free();
            opened = new Opened(key, Engine.open(key.checkpoint(), key.precision()));
        }
        return opened.engine();
    }

    /** Frees this JVM's engine. */
    static synchronized void close() {
        free();
    }

    /** Under the lock, by whoever holds it or works for its holder. */
    private static void free() {
        if (opened != null) {
            opened.engine().close();
            opened = null;
        }
    }

    /** An executor may have less than its machine. */
    private static int cores() {
        return SparkEnv.get()
                .conf()
                .getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
    }
}
