package org.quern.inference.report;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.page.ReportPage;

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
        String page = ReportPage.render(config.title(), new RunFolders(context).read(), ReportJob.class, "report.js");
        long bytes = ReportPage.write(page, new Path(context.folder(), FILE), context.hadoop());
        return Counts.empty().with("steps", context.inputs().size()).with("bytes", bytes);
    }
}
