package org.quern.inference.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.quern.inference.CheckpointFolder;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.job.JobInput;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * {@code generate} on files: completes the prompts of JSONL files with a checkpoint, each exactly once. A killed run goes on
 * after its finished blocks, and a lost executor's block is done again; both end in the bytes of an undisturbed run. A prompt
 * that cannot be used becomes a line that says why, and the others go on.
 */
public final class GenerateJob implements Job<BatchConfig> {
    /** Makes the job. */
    public GenerateJob() {}

    @Override
    public String name() {
        return "generate";
    }

    @Override
    public String description() {
        return "Completes prompts with a checkpoint: JSONL files in, JSONL files out, in the same order.";
    }

    @Override
    public BatchConfig defaults() {
        return BatchConfig.defaults();
    }

    @Override
    public boolean resumable() {
        return true;
    }

    @Override
    public Counts run(JobContext context, BatchConfig config) throws IOException {
        JobInput checkpoint = checkpoint(context);
        List<Path> prompts = new ArrayList<>();
        for (JobInput input : context.inputs()) {
            if (!input.equals(checkpoint)) {
                prompts.add(new Path(input.path()));
            }
        }
        Blocks blocks = new Blocks(context.folder().toString(), new SerializableConfiguration(context.hadoop()));
        PromptCutter.Cut cut = PromptCutter.cut(prompts, blocks, config.blockPrompts());
        BlockTask task = new BlockTask(
                ConfigReader.toJson(config).toString(),
                CheckpointFolder.local(new Path(checkpoint.path()), context.hadoop())
                        .toString(),
                checkpoint.fingerprint(),
                blocks);
        GenerationProgress progress = new GenerationProgress(cut.prompts());
        try {
            complete(context.spark().sparkContext(), task, cut.blocks(), progress);
        } finally {
            SharedEngine.close();
        }
        FileSystem files = context.folder().getFileSystem(context.hadoop());
        files.delete(blocks.promptFolder(), true);
        files.delete(blocks.unfinishedFolder(), true);
        return progress.counts();
    }

    private static JobInput checkpoint(JobContext context) throws IOException {
        List<JobInput> found = new ArrayList<>();
        for (JobInput input : context.inputs()) {
            if (CheckpointFolder.is(new Path(input.path()), context.hadoop())) {
                found.add(input);
            }
        }
        if (found.size() != 1) {
            throw new InputException(String.format(
                    "generate needs one checkpoint, got %s; give a folder with config.json and model.safetensors",
                    found.stream().map(JobInput::path).toList()));
        }
        return found.get(0);
    }

    private static void complete(SparkContext spark, BlockTask task, int blocks, GenerationProgress progress) {
        List<Integer> numbers = IntStream.range(0, blocks).boxed().toList();
        if (blocks > 0) {
            spark.runJob(
                    JavaSparkContext.fromSparkContext(spark)
                            .parallelize(numbers, blocks)
                            .rdd(),
                    task,
                    new AbstractFunction2<Object, BlockResult, BoxedUnit>() {
                        @Override
                        public BoxedUnit apply(Object block, BlockResult result) {
                            progress.add(result);
                            return BoxedUnit.UNIT;
                        }
                    },
                    ClassTag.apply(BlockResult.class));
        }
    }
}
