package org.quern.pretrain.train;

import java.nio.file.Path;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;

/** Stands in for the tokenizer's job. */
public final class FakeTokenize implements Job<FakeTokenize.Nothing> {
    /** Nothing to configure. */
    public record Nothing() {}

    /** Makes the job. */
    public FakeTokenize() {}

    @Override
    public String name() {
        return "tokenize";
    }

    @Override
    public String description() {
        return "Writes a tiny corpus.";
    }

    @Override
    public Nothing defaults() {
        return new Nothing();
    }

    @Override
    public Counts run(JobContext context, Nothing config) throws Exception {
        TinyCorpus.write(Path.of(context.folder().toUri().getPath()));
        return Counts.empty();
    }
}
