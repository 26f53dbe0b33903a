package org.quern.inference.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;

/** Shows a run as one page: reads the folders of its steps, of which only {@code evaluate}'s must be given. */
public final class ReportJob implements Job<ReportConfig> {
    /** The page's file. */
    public static final String FILE = "report.html";

    /** Makes the job. */
    public ReportJob() {}

    @Override
    public String name() {
        return "report";
    }

    @Override
    public String description() {
        return "Shows a run, from the folders of all its steps, as one HTML page that needs no network.";
    }

    @Override
    public ReportConfig defaults() {
        return ReportConfig.defaults();
    }

    @Override
    public Counts run(JobContext context, ReportConfig config) throws IOException {
        byte[] page = ReportPage.render(config.title(), new RunFolders(context).read())
                .getBytes(StandardCharsets.UTF_8);
        Path file = new Path(context.folder(), FILE);
        try (OutputStream out = file.getFileSystem(context.hadoop()).create(file, true)) {
            out.write(page);
        }
        return Counts.empty().with("steps", context.inputs().size()).with("bytes", page.length);
    }
}
