package org.quern.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** What a run's sequences are shown to come from. */
@ExtendWith(FinishedRun.class)
class InspectCommandTest {
    @Test
    void namesTheDocumentsOfASequenceAndOfAToken(Path run) {
        String stage = run.resolve("tokenize/stage3").toString();

        String all = inspect(0, "--input", stage, "--sequence", "1");
        assertThat(all).startsWith("sequence 1 of ").contains("in stage3: ", "token 0: token ", " of document ");
        assertThat(inspect(0, "--input", stage, "--sequence", "1", "--token", "1"))
                .containsPattern(
                        "token 1: token \\d+ of document [0-9a-f]+ \\((code|knowledge|mathematics|synthetic)\\) ")
                .hasLineCount(2);
        assertThat(inspect(2, "--input", stage, "--sequence", "1", "--token", "128"))
                .contains("--token must be in 0 to ", "got 128");
        assertThat(inspect(2, "--input", stage, "--sequence", "-1")).contains("--sequence must be in 0 to ", "got -1");
    }

    private static String inspect(int status, String... options) {
        StringWriter out = new StringWriter();
        CommandLine line = Quern.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        String[] args = new String[options.length + 1];
        args[0] = "inspect";
        System.arraycopy(options, 0, args, 1, options.length);
        assertThat(line.execute(args)).as(out.toString()).isEqualTo(status);
        return out.toString();
    }
}
