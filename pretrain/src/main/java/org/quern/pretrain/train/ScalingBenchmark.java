package org.quern.pretrain.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.List;
import org.quern.ingest.job.ConfigReader;
import org.quern.pretrain.collective.Communicator;
import org.quern.pretrain.collective.RankProcesses;
import org.quern.pretrain.collective.WireFormat;

/** What ranks cost: steps of {@link TrainStepBenchmark} by N processes of one thread, beside one process of N threads. */
public final class ScalingBenchmark {
    private ScalingBenchmark() {}

    /**
     * What came out, in tokens a second.
     *
     * @param processes of N processes together
     * @param threads of one process
     */
    public record Figures(double processes, double threads) {}

    /**
     * Runs it, with {@link TrainStepBenchmark.Options#defaults} but for these.
     *
     * @param threads of the one process, and how many processes there are instead
     * @param batch rows of a step; the exchange costs the same whatever their number
     * @param steps of which the best counts
     */
    public static Figures run(int threads, int batch, boolean bf16, int steps) throws IOException {
        TrainStepBenchmark.Options d = TrainStepBenchmark.Options.defaults();
        if (threads < 1 || batch % threads != 0) {
            throw new IllegalArgumentException("threads must divide batch, " + batch + ", got " + threads);
        }
        TrainStepBenchmark.Options options = new TrainStepBenchmark.Options(
                d.hidden(),
                d.layers(),
                d.heads(),
                d.kvHeads(),
                d.ffn(),
                d.vocab(),
                d.seq(),
                batch,
                d.mtp(),
                bf16 ? TrainingConfig.BF16 : TrainingConfig.FP32,
                threads,
                steps,
                d.documents(),
                d.recompute());
        return new Figures(tokensPerSecond(options.withThreads(1), threads), tokensPerSecond(options, 1));
    }

    private static double tokensPerSecond(TrainStepBenchmark.Options options, int ranks) throws IOException {
        return Double.parseDouble(RankProcesses.run(
                ScalingBenchmark.class, ranks, ConfigReader.toJson(options).toString()));
    }

    /** One rank: its place, OPTIONS as JSON. Reports tokens a second of all ranks. */
    public static void main(String[] arguments) throws IOException {
        RankProcesses.Place place = RankProcesses.Place.of(arguments);
        try (Communicator communicator = place.join(WireFormat.FP32)) {
            TrainStepBenchmark.Figures figures = TrainStepBenchmark.run(options(arguments[3]), List.of(), communicator);
            place.report(Double.toString(figures.tokensPerSecond()));
        }
    }

    private static TrainStepBenchmark.Options options(String json) {
        try {
            return ConfigReader.JSON.readValue(json, TrainStepBenchmark.Options.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
