package org.quern.ingest.job;

import java.util.HashMap;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says every few seconds how far Spark's running stages are: tasks done, records read and written, time left. */
final class Progress extends SparkListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final long PERIOD_MILLIS = 5_000;

    private final SparkContext context;
    private final String step;
    private final Map<Integer, Stage> running = new HashMap<>();
    private final Timer timer = new Timer("progress", true);

    private Progress(SparkContext context, String step) {
        this.context = context;
        this.step = step;
    }

    /** Watches the context until closed. */
    static Progress start(SparkContext context, String step) {
        Progress progress = new Progress(context, step);
        context.addSparkListener(progress);
        progress.timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        progress.report();
                    }
                },
                PERIOD_MILLIS,
                PERIOD_MILLIS);
        return progress;
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
        running.put(event.stageInfo().stageId(), new Stage(event.stageInfo().numTasks()));
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
        running.remove(event.stageInfo().stageId());
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        Stage stage = running.get(event.stageId());
        if (stage != null && event.taskInfo().successful()) {
            stage.done++;
            if (event.taskMetrics() != null) {
                var metrics = event.taskMetrics();
                stage.read += metrics.inputMetrics().recordsRead()
                        + metrics.shuffleReadMetrics().recordsRead();
                stage.written += metrics.outputMetrics().recordsWritten()
                        + metrics.shuffleWriteMetrics().recordsWritten();
            }
        }
    }

    private synchronized void report() {
        running.values().stream().filter(stage -> stage.tasks > 1).forEach(stage -> {
            double seconds = (System.nanoTime() - stage.start) / 1e9;
            String left =
                    stage.done == 0 ? "?" : String.format("%.0f s", seconds * (stage.tasks - stage.done) / stage.done);
            LOG.info(
                    "{}: {}/{} tasks, {} records read, {} written, {} left",
                    step,
                    stage.done,
                    stage.tasks,
                    String.format("%,d", stage.read),
                    String.format("%,d", stage.written),
                    left);
        });
    }

    @Override
    public void close() {
        timer.cancel();
        context.removeSparkListener(this);
    }

    private static final class Stage {
        private final int tasks;
        private final long start = System.nanoTime();
        private int done;
        private long read;
        private long written;

        private Stage(int tasks) {
            this.tasks = tasks;
        }
    }
}
