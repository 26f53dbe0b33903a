package org.quern.pretrain.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.quern.pretrain.checkpoint.CheckpointStore;
import org.quern.tokenizer.TokenizedPlan;

/**
 * What a rank is told.
 *
 * @param config how it trains
 * @param training what it trains
 * @param input the folder that tokenize wrote
 * @param folder the job's, to write into
 * @param threads that operators use here
 */
record TrainerSetup(TrainingConfig config, Training training, Path input, Path folder, int threads) {
    /** The folder of checkpoints in a job's. */
    static final String STATE = "trainer";

    Path tokenizer() {
        return input.resolve("tokenizer.json");
    }

    org.apache.hadoop.fs.Path shards(String stage) {
        return new org.apache.hadoop.fs.Path(input.resolve(stage).toUri());
    }

    /** The domains of a stage's documents, in the order of their names. */
    List<String> domains(String stage) throws IOException {
        try (InputStream in = Files.newInputStream(input.resolve(TokenizedPlan.FILE))) {
            return TokenizedPlan.read(in).stages().stream()
                    .filter(made -> made.name().equals(stage))
                    .flatMap(made -> made.domains().keySet().stream())
                    .toList();
        }
    }

    CheckpointStore checkpoints() {
        return new CheckpointStore(folder.resolve(STATE));
    }
}
