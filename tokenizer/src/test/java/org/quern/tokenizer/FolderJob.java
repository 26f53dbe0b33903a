package org.quern.tokenizer;

import java.nio.file.Path;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;

/** Stands for an earlier step: makes a folder that has that step's manifest. */
record FolderJob(String name, Filling filling) implements Job<FolderJob.NoConfig> {

    record NoConfig() {}

    interface Filling {
        void fill(JobContext context, Path folder) throws Exception;
    }

    @Override
    public String description() {
        return "Makes a folder.";
    }

    @Override
    public NoConfig defaults() {
        return new NoConfig();
    }

    @Override
    public Counts run(JobContext context, NoConfig config) throws Exception {
        filling.fill(context, Path.of(context.folder().toUri().getPath()));
        return Counts.empty();
    }
}
