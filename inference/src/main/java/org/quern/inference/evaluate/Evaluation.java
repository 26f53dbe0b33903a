package org.quern.inference.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * What was measured on the checkpoints of one run, in the order of training.
 *
 * @param stages what depends on the data and the weights alone: the same on every machine of one kind
 * @param speeds what the clock said
 */
public record Evaluation(List<StageScore> stages, List<StageSpeed> speeds) {
    /** Copies the lists. */
    public Evaluation {
        stages = List.copyOf(stages);
        speeds = List.copyOf(speeds);
    }

    /** The last stage's scores, those of the finished model. */
    public Optional<StageScore> last() {
        return stages.isEmpty() ? Optional.empty() : Optional.of(stages.get(stages.size() - 1));
    }

    /** The speeds of a stage; no entries where none were measured. */
    public StageSpeed speed(String stage) {
        return speeds.stream()
                .filter(speed -> speed.stage().equals(stage))
                .findFirst()
                .orElse(new StageSpeed(stage, List.of()));
    }
}
