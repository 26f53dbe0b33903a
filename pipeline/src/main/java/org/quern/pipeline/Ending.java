package org.quern.pipeline;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.quern.inference.evaluate.ResultsFile;
import org.quern.inference.evaluate.ResultsSummary;

/** What a finished run says on standard output: five lines of results, and where the report is. */
final class Ending {
    private Ending() {}

    static void print(String output, Configuration hadoop) throws IOException {
        ResultsSummary.lines(ResultsFile.read(new Path(output, "evaluate"), hadoop))
                .forEach(System.out::println);
        Path report = new Path(output, "report/report.html");
        System.out.println("Report         " + report.getFileSystem(hadoop).makeQualified(report));
    }
}
