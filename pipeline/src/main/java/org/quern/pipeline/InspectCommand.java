package org.quern.pipeline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quern.ingest.job.InputException;
import org.quern.tokenizer.Tokenizer;
import org.quern.tokenizer.shard.DocumentSpan;
import org.quern.tokenizer.shard.PackedSequence;
import org.quern.tokenizer.shard.ShardReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows from which documents a packed sequence, or one of its tokens, comes. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Shows a training sequence: the id, the domain, the url and the text of each document in it, or of one token.")
final class InspectCommand implements Callable<Integer> {
    private static final int EXCERPT_TOKENS = 24;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FOLDER",
            description = "One stage that tokenize wrote, such as runs/mine/tokenize/stage1.")
    private Path input = Path.of("");

    @Option(names = "--sequence", required = true, paramLabel = "N", description = "Which sequence, from 0.")
    private long sequence;

    @Option(names = "--token", paramLabel = "K", description = "Only the document of this token, from 0.")
    private @Nullable Integer token;

    @Override
    public Integer call() throws IOException {
        Path stage = input.toAbsolutePath().normalize();
        Tokenizer tokenizer = Tokenizer.load(stage.resolveSibling("tokenizer.json"));
        try (ShardReader shards = ShardReader.open(stage).requireTokenizer(tokenizer.hash())) {
            requireIn("--sequence", sequence, shards.numSequences());
            print(shards, tokenizer);
        }
        return 0;
    }

    private void print(ShardReader shards, Tokenizer tokenizer) {
        PackedSequence packed = shards.sequence(sequence);
        List<DocumentSpan> spans = shards.documents(sequence);
        PrintWriter out = spec.commandLine().getOut();
        if (token == null) {
            out.printf(
                    "sequence %d of %d in %s: %d tokens of %d documents, %d of padding%n",
                    sequence,
                    shards.numSequences(),
                    shards.stage(),
                    packed.length(),
                    spans.size(),
                    shards.contextLength() - packed.length());
            spans.forEach(span -> print(span, span.start(), packed, tokenizer));
        } else {
            requireIn("--token", token, packed.length());
            print(shards.document(sequence, token), token, packed, tokenizer);
        }
        out.flush();
    }

    /** The document of a token, with the text from there on. */
    private void print(DocumentSpan span, int from, PackedSequence packed, Tokenizer tokenizer) {
        int to = Math.min(packed.length(), from + EXCERPT_TOKENS);
        for (int start : packed.documentStarts()) {
            to = start > from ? Math.min(to, start) : to;
        }
        String text = tokenizer.decode(Arrays.copyOfRange(packed.tokens(), from, to));
        spec.commandLine()
                .getOut()
                .printf(
                        "token %d: token %d of document %s (%s) %s%n    %s%n",
                        from,
                        span.documentOffset() + from - span.start(),
                        span.documentId(),
                        span.domain(),
                        span.url().isEmpty() ? "without url" : span.url(),
                        text.replace("\n", "\\n"));
    }

    private static void requireIn(String option, long value, long count) {
        if (value < 0 || value >= count) {
            throw new InputException("%s must be in 0 to %d, got %d".formatted(option, count - 1, value));
        }
    }
}
