package org.quern.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.JobRunner.Existing;

@ExtendWith(SparkExtension.class)
class JobRunnerTest {
    record Config(String word) {}

    /** Writes its word; fails after that as long as {@code failing}. */
    private static final class WordJob implements Job<Config> {
        private final boolean resumable;
        private boolean failing;
        private int runs;
        private List<String> found = List.of();
        private List<String> dependencies = List.of();
        private Optional<String> addsTo = Optional.empty();

        private WordJob(boolean resumable) {
            this.resumable = resumable;
        }

        @Override
        public String name() {
            return "word";
        }

        @Override
        public String description() {
            return "Writes a word.";
        }

        @Override
        public Config defaults() {
            return new Config("hello");
        }

        @Override
        public boolean resumable() {
            return resumable;
        }

        @Override
        public Optional<String> addsTo(Config config) {
            return addsTo;
        }

        @Override
        public List<String> dependencies(JobContext context, Config config) {
            return dependencies;
        }

        @Override
        public Counts run(JobContext context, Config config) throws IOException {
            runs++;
            Path folder = Path.of(context.folder().toUri().getPath());
            found = list(folder);
            Files.writeString(folder.resolve("word.txt"), config.word());
            if (failing) {
                throw new IOException("no space left on device");
            }
            return Counts.empty().with(Counts.IN, 3).with(Counts.KEPT, 2).with(Counts.DROPPED, 1);
        }
    }

    @TempDir
    private Path temp;

    private final SparkSession spark;
    private final JobRunner runner;
    private Path input = Path.of("");
    private Path output = Path.of("");

    JobRunnerTest(SparkSession spark) {
        this.spark = spark;
        this.runner = new JobRunner(spark);
    }

    @BeforeEach
    void setUp() throws IOException {
        input = Files.writeString(temp.resolve("input.txt"), "input");
        output = temp.resolve("out");
    }

    @Test
    void writesOnceAndKnowsItsOwnOutput() throws Exception {
        WordJob job = new WordJob(false);

        Manifest first = run(job, "hello", Existing.KEEP);
        Manifest second = run(job, "hello", Existing.KEEP);

        assertThat(job.runs).isEqualTo(1);
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.counts().asMap()).isEqualTo(first.counts().asMap());
        assertThat(output.resolve("word.txt")).hasContent("hello");
        assertThat(list(output)).doesNotContain("begun.fingerprint");
    }

    @Test
    void refusesToReplaceUnlessTold() throws Exception {
        WordJob job = new WordJob(false);
        run(job, "hello", Existing.KEEP);

        assertThatThrownBy(() -> run(job, "world", Existing.KEEP))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--overwrite");
        assertThat(output.resolve("word.txt")).hasContent("hello");

        run(job, "world", Existing.REPLACE);
        assertThat(output.resolve("word.txt")).hasContent("world");
    }

    @Test
    void neverTouchesAFolderThatIsNotQuerns() throws Exception {
        Files.createDirectories(output);
        Files.writeString(output.resolve("thesis.tex"), "years of work");

        assertThatThrownBy(() -> run(new WordJob(false), "hello", Existing.REPLACE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Quern did not make it");
    }

    @Test
    void aFailureLeavesNoOutputAndTheNextRunStartsClean() throws Exception {
        WordJob job = new WordJob(false);
        job.failing = true;
        assertThatThrownBy(() -> run(job, "hello", Existing.KEEP)).hasMessage("no space left on device");
        assertThat(output).doesNotExist();

        job.failing = false;
        run(job, "hello", Existing.KEEP);
        assertThat(job.found).doesNotContain("word.txt");
    }

    @Test
    void aResumableJobFindsItsFilesUnlessTheConfigChanged() throws Exception {
        WordJob job = new WordJob(true);
        job.failing = true;
        assertThatThrownBy(() -> run(job, "hello", Existing.KEEP)).hasMessage("no space left on device");
        assertThatThrownBy(() -> run(job, "hello", Existing.KEEP)).hasMessage("no space left on device");
        assertThat(job.found).contains("word.txt");

        job.failing = false;
        run(job, "world", Existing.KEEP);
        assertThat(job.found).doesNotContain("word.txt");
    }

    @Test
    void finishesTheRenameOfARunKilledBeforeIt() throws Exception {
        WordJob job = new WordJob(false);
        run(job, "hello", Existing.KEEP);
        Files.move(output, temp.resolve(".out.partial"));

        run(job, "hello", Existing.KEEP);

        assertThat(job.runs).isEqualTo(1);
        assertThat(output.resolve("word.txt")).hasContent("hello");
    }

    @Test
    void aBusyOutputIsRefused() throws Exception {
        var files = new org.apache.hadoop.fs.Path(output.toString())
                .getFileSystem(spark.sparkContext().hadoopConfiguration());
        try (OutputLock lock = OutputLock.take(files, new org.apache.hadoop.fs.Path(output.toString()))) {
            assertThatThrownBy(() -> run(new WordJob(false), "hello", Existing.KEEP))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("is being written by another run");
        }
    }

    @Test
    void aBusyFolderThatTheJobAddsToIsRefused() throws Exception {
        WordJob job = new WordJob(false);
        job.addsTo = Optional.of(temp.resolve("index").toString());
        var files = new org.apache.hadoop.fs.Path(output.toString())
                .getFileSystem(spark.sparkContext().hadoopConfiguration());
        try (OutputLock lock = OutputLock.take(files, new org.apache.hadoop.fs.Path(job.addsTo.get()))) {
            assertThatThrownBy(() -> run(job, "hello", Existing.KEEP))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("index is being written by another run");
        }
        run(job, "hello", Existing.KEEP);
        assertThat(job.runs).isEqualTo(1);
    }

    @Test
    void whatElseDecidesTheResultIsPartOfItsFingerprint() throws Exception {
        WordJob job = new WordJob(false);
        job.dependencies = List.of("a");
        run(job, "hello", Existing.KEEP);
        run(job, "hello", Existing.KEEP);
        assertThat(job.runs).isEqualTo(1);

        job.dependencies = List.of("a", "b");
        run(job, "hello", Existing.REPLACE);
        assertThat(job.runs).isEqualTo(2);
    }

    @Test
    void missingAndDamagedInputsAreNamed() throws Exception {
        assertThatThrownBy(() -> runner.run(
                        new WordJob(false),
                        new Config("a"),
                        List.of("/no/such/file"),
                        output.toString(),
                        Existing.KEEP))
                .hasMessage("--input /no/such/file does not exist");

        Path damaged = Files.createDirectories(temp.resolve("damaged"));
        Files.writeString(damaged.resolve("manifest.json"), "{\"step\": ");
        assertThatThrownBy(() -> runner.run(
                        new WordJob(false),
                        new Config("a"),
                        List.of(damaged.toString()),
                        output.toString(),
                        Existing.KEEP))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("manifest.json is damaged");
    }

    @Test
    void aChangedInputIsRunAgain() throws Exception {
        WordJob job = new WordJob(false);
        run(job, "hello", Existing.REPLACE);
        Files.writeString(input, "another input");
        run(job, "hello", Existing.REPLACE);

        assertThat(job.runs).isEqualTo(2);
    }

    private Manifest run(WordJob job, String word, Existing existing) throws Exception {
        return runner.run(job, new Config(word), List.of(input.toString()), output.toString(), existing);
    }

    private static List<String> list(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
