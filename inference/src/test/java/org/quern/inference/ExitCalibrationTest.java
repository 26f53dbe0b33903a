package org.quern.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;

class ExitCalibrationTest {
    @TempDir
    private Path folder;

    @Test
    void pValuesAreValid() {
        // No loss among n: Hoeffding's bound is (1 - risk)^n.
        assertThat(ExitCalibration.pValue(0, 300, 0.01)).isCloseTo(Math.pow(0.99, 300), within(1e-12));
        assertThat(ExitCalibration.pValue(3, 300, 0.01)).isEqualTo(1);
        // A test at 5% of a risk that is just at the bound must fail at least 95 times of 100.
        SplittableRandom random = new SplittableRandom(1);
        int passed = 0;
        for (int trial = 0; trial < 4_000; trial++) {
            int losses = (int) random.doubles(400).filter(x -> x < 0.05).count();
            passed += ExitCalibration.pValue(losses, 400, 0.05) <= 0.05 ? 1 : 0;
        }
        assertThat(passed / 4_000.0).isBetween(0.002, 0.05);
    }

    @Test
    void theLowestThresholdThatPassesIsChosenAndKept() throws Exception {
        Path checkpoint = TinyCheckpoint.write(folder, TinyCheckpoint.config(7), 7);
        List<Request> prompts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            prompts.add(Request.greedy(new int[] {i % 7, i / 7 % 7}, 3));
        }
        ExitCalibrator.Settings settings =
                new ExitCalibrator.Settings(List.of(1.5, 0.999, 0.4), Confidence.TOP_PROBABILITY, false, 0.2, 0.9, 8);
        try (Engine engine = Engine.open(checkpoint, Precision.FP32)) {
            ExitCalibration found =
                    ExitCalibrator.calibrate(engine, prompts, settings).orElseThrow();
            assertThat(found.threshold()).isGreaterThan(0.4);
            found.write(checkpoint);
            assertThat(ExitCalibration.read(checkpoint)).contains(found);
            ExitCalibrator.Settings strict =
                    new ExitCalibrator.Settings(List.of(1.5), Confidence.TOP_PROBABILITY, true, 0.01, 0.9, 8);
            // 60 prompts cannot show a risk of 1% with confidence 90%.
            assertThat(ExitCalibrator.calibrate(engine, prompts, strict)).isEmpty();
        }
        Files.writeString(checkpoint.resolve("exit_calibration.json"), "{");
        assertThatThrownBy(() -> ExitCalibration.read(checkpoint))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no calibration");
    }
}
