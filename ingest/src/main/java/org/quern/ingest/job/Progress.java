package org.quern.ingest.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.ToLongFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.util.AccumulatorContext;
import org.apache.spark.util.AccumulatorV2;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Says every few seconds how far Spark's running stages are, and for which table: tasks done, records read and written, those
 * of running tasks as of the executors' last heartbeat, time left.
 */
final class Progress extends SparkListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final long PERIOD_MILLIS = 5_000;
    /** The local property of Spark that says which table is being made. */
    static final String TABLE = "quern.table";

    private static final Set<String> READ =
            Set.of("internal.metrics.input.recordsRead", "internal.metrics.shuffle.read.recordsRead");
    private static final Set<String> WRITTEN =
            Set.of("internal.metrics.output.recordsWritten", "internal.metrics.shuffle.write.recordsWritten");

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
                        progress.lines().forEach(LOG::info);
                    }
                },
                PERIOD_MILLIS,
                PERIOD_MILLIS);
        return progress;
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
        Optional<String> table = Optional.ofNullable(event.properties()).map(known -> known.getProperty(TABLE));
        String name = table.map(made -> step + " " + made).orElse(step);
        running.put(
                event.stageInfo().stageId(), new Stage(name, event.stageInfo().numTasks()));
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
        running.remove(event.stageInfo().stageId());
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        Stage stage = running.get(event.stageId());
        if (stage == null) {
            return;
        }
        TaskInfo task = event.taskInfo();
        if (task.successful()) {
            stage.done++;
            stage.records.put(task.taskId(), Records.of(CollectionConverters.asJava(task.accumulables())));
        } else {
            stage.records.remove(task.taskId());
        }
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
        CollectionConverters.asJava(event.accumUpdates()).forEach(task -> {
            Stage stage = running.get(task._2());
            if (stage != null) {
                stage.records.put(task._1(), Records.of(CollectionConverters.asJava(task._4())));
            }
        });
    }

    /** How far each running stage is; one of a single task is not worth a line. */
    synchronized List<String> lines() {
        return running.values().stream()
                .filter(stage -> stage.tasks > 1)
                .map(Stage::toString)
                .toList();
    }

    @Override
    public void close() {
        timer.cancel();
        context.removeSparkListener(this);
    }

    /** What a task has read and written. */
    private record Records(long read, long written) {
        static Records of(Iterable<AccumulableInfo> metrics) {
            return new Records(sum(metrics, READ), sum(metrics, WRITTEN));
        }

        private static long sum(Iterable<AccumulableInfo> metrics, Set<String> names) {
            long sum = 0;
            for (AccumulableInfo metric : metrics) {
                // Where executor and driver are one process, the metric itself comes without its name.
                var name = AccumulatorContext.get(metric.id()).flatMap(AccumulatorV2::name);
                if (name.exists(names::contains) && metric.update().get() instanceof Long records) {
                    sum += records;
                }
            }
            return sum;
        }
    }

    private static final class Stage {
        private final String name;
        private final int tasks;
        private final Map<Object, Records> records = new HashMap<>();
        private final long start = System.nanoTime();
        private int done;

        private Stage(String name, int tasks) {
            this.name = name;
            this.tasks = tasks;
        }

        @Override
        public String toString() {
            double seconds = (System.nanoTime() - start) / 1e9;
            String left = done == 0 ? "?" : String.format("%.0f s", seconds * (tasks - done) / done);
            return String.format(
                    "%s: %d/%d tasks, %,d records read, %,d written, %s left",
                    name, done, tasks, sum(Records::read), sum(Records::written), left);
        }

        private long sum(ToLongFunction<Records> part) {
            return records.values().stream().mapToLong(part).sum();
        }
    }
}
