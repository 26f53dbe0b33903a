package org.quern.pipeline;

import java.util.List;
import org.quern.dedup.DecontaminateJob;
import org.quern.dedup.DedupJob;
import org.quern.inference.evaluate.EvaluateJob;
import org.quern.inference.report.ReportJob;
import org.quern.ingest.IngestJob;
import org.quern.ingest.job.Job;
import org.quern.mixing.MixJob;
import org.quern.mixing.ScoreJob;
import org.quern.mtp.ExitLoss;
import org.quern.mtp.MtpLoss;
import org.quern.pretrain.train.PretrainJob;
import org.quern.tokenizer.TokenizeJob;
import org.quern.tokenizer.TrainTokenizerJob;

/** The jobs in the order of the way of the data, each with the earlier ones whose folders it reads. */
final class Steps {
    private Steps() {}

    /**
     * One job of a run.
     *
     * @param reads the jobs whose output it reads; none means the run's own inputs
     */
    record Step(Job<?> job, List<String> reads) {}

    static List<Step> all() {
        return List.of(
                new Step(new IngestJob(), List.of()),
                new Step(new ScoreJob(), List.of("ingest")),
                new Step(new DedupJob(), List.of("score")),
                new Step(new DecontaminateJob(), List.of("dedup")),
                new Step(new MixJob(), List.of("decontaminate")),
                new Step(new TrainTokenizerJob(), List.of("mix")),
                new Step(new TokenizeJob(), List.of("mix", "train-tokenizer")),
                new Step(new PretrainJob(List.of(new MtpLoss(), new ExitLoss())), List.of("tokenize")),
                new Step(new EvaluateJob(), List.of("pretrain", "mix")),
                new Step(
                        new ReportJob(),
                        List.of(
                                "ingest",
                                "score",
                                "dedup",
                                "decontaminate",
                                "mix",
                                "train-tokenizer",
                                "tokenize",
                                "pretrain",
                                "evaluate")));
    }
}
