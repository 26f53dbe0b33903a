package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
class DumpIndexTest {
    private static final DedupConfig CONFIG = DedupConfig.defaults();

    @TempDir
    private Path folder;

    private Path at = Path.of("");

    @BeforeEach
    void setUp() {
        at = folder.resolve("deep/index");
    }

    @Test
    void eachDumpIsCheckedAgainstThoseBeforeIt() throws Exception {
        assertThat(dump("a", CONFIG).earlier()).isEmpty();
        add("a");
        add("b");
        add("c");

        assertThat(dump("new", CONFIG).earlier()).extracting(IndexPart::dump).containsExactly("a", "b", "c");
        assertThat(dump("new", CONFIG).part().name()).isEqualTo("00003-new");
        assertThat(dump("b", CONFIG).earlier()).extracting(IndexPart::dump).containsExactly("a");
        assertThat(dump("b", CONFIG).added()).isTrue();
        assertThat(dump("b", CONFIG).part().texts()).isEqualTo(7);
        assertThat(dump("a", CONFIG).earlier()).isEmpty();
    }

    @Test
    void aPartThatWasNotFinishedIsNotThere() throws Exception {
        add("a");
        IndexedDump killed = dump("b", CONFIG);
        assertThatThrownBy(() -> killed.index().add(killed, partial -> {
                    Files.writeString(Path.of(partial.toUri().getPath(), "half"), "written");
                    throw new IOException("no space left on device");
                }))
                .hasMessage("no space left on device");
        assertThat(dump("c", CONFIG).earlier()).extracting(IndexPart::dump).containsExactly("a");

        add("b");
        assertThat(at.resolve("00001-b")).isDirectoryContaining("glob:**/part.json");
        assertThat(at.resolve("00001-b/half")).doesNotExist();
    }

    @Test
    void otherConfigurationsAreRefused() throws Exception {
        add("a");
        DedupConfig bands = config(new MinHashConfig(5, 0, 20, 8, 1, false), CONFIG.minSimilarity());
        DedupConfig looser = config(CONFIG.minhash(), 0.7);

        refused(
                () -> dump("b", bands),
                "{\"shingleWords\":5,\"shingleCharacters\":0,\"bands\":20,\"rows\":8,\"seed\":1,\"compareSignatures\":false}",
                "00000-a was made with {\"shingleWords\":5,\"shingleCharacters\":0,\"bands\":14,");
        refused(() -> dump("a", looser), "has this dump already", "\"minSimilarity\":0.75", "\"minSimilarity\":0.7");
        assertThat(dump("b", looser).earlier()).hasSize(1);
    }

    @Test
    void aDumpThatWasMadeAnewIsRefused() throws Exception {
        add("a");
        DumpIndex index = DumpIndex.at(at.toString(), new Configuration());
        refused(() -> index.dump("anew", "/dumps/a", CONFIG), "has what was in /dumps/a before, as 00000-a");
    }

    @Test
    void whatIsNoIndexIsRefused() throws Exception {
        Files.createDirectories(at.getParent());
        Files.writeString(at, "text");
        refused(() -> dump("a", CONFIG), "is a file; give a folder");

        Files.delete(at);
        Files.createDirectories(at.resolve("photos"));
        refused(() -> dump("a", CONFIG), "photos is no part of an index of dumps");

        Files.writeString(at.resolve("photos/part.json"), "{");
        refused(() -> dump("a", CONFIG), "part.json is damaged");
    }

    @Test
    void aLostPartIsMissedByWhatWasCheckedAgainstIt() throws Exception {
        add("a");
        add("b");
        FileUtil.fullyDelete(at.resolve("00000-a").toFile());

        refused(() -> dump("b", CONFIG), "lacks parts that 00001-b was checked against", "[00000-a]");
        assertThat(dump("c", CONFIG).part().name()).isEqualTo("00002-c");
    }

    @Test
    void whatAnotherRunAddedMeanwhileIsNotOverlooked() throws Exception {
        IndexedDump slow = dump("slow", CONFIG);
        add("fast");
        refused(() -> slow.index().add(slow, partial -> 0), "another run added to index");
        assertThat(dump("c", CONFIG).earlier()).extracting(IndexPart::dump).containsExactly("fast");
    }

    @Test
    void twoRunsOnOneIndexAreRefused(SparkSession spark) throws Exception {
        Dumps dumps = Dumps.at(spark, folder);
        dumps.write("dump", List.of());
        try (FileChannel channel = FileChannel.open(
                        folder.resolve(".index.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            refused(() -> dumps.dedup("dump", "out"), "index is being written by another run");
            assertThat(lock.isValid()).isTrue();
        }
    }

    private static DedupConfig config(MinHashConfig minhash, double minSimilarity) {
        return DedupConfigTest.with(Map.of(
                "minhash", ConfigReader.toJson(minhash).toString(), "minSimilarity", Double.toString(minSimilarity)));
    }

    private IndexedDump dump(String fingerprint, DedupConfig config) throws IOException {
        return DumpIndex.at(at.toString(), new Configuration()).dump(fingerprint, "/dumps/" + fingerprint, config);
    }

    private void add(String fingerprint) throws IOException {
        IndexedDump dump = dump(fingerprint, CONFIG);
        dump.index().add(dump, partial -> 7);
    }

    private static void refused(ThrowingCallable attempt, String... messages) {
        assertThatThrownBy(attempt).isInstanceOf(InputException.class).hasMessageContainingAll(messages);
    }
}
