package org.quern.inference.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quern.inference.GenerateConfig;
import org.quern.inference.Request;
import org.quern.inference.Sampling;
import org.quern.inference.TinyCheckpoint;
import org.quern.tokenizer.Tokenizer;

class PromptParserTest {
    private static PromptParser parser;

    @BeforeAll
    static void load(@TempDir Path folder) throws Exception {
        TinyCheckpoint.write(folder.resolve("model"), TinyCheckpoint.config(257), 3);
        parser = new PromptParser(
                GenerateConfig.defaults(), Optional.of(Tokenizer.load(folder.resolve("model/tokenizer.json"))));
    }

    @Test
    void aLineSaysWhatDiffersFromTheConfiguration() {
        GenerateConfig defaults = GenerateConfig.defaults();

        Prompt plain = parse("{\"prompt\": \"ab\"}");
        Prompt own = parse("""
                {"id": "x", "tokens": [5, 6], "max_new_tokens": 3, "temperature": 0.5, "top_k": 7, "top_p": 0.9,
                 "seed": 11, "stop": "end"}""");

        assertThat(plain)
                .isEqualTo(new Prompt(
                        4,
                        "",
                        List.of(new Request(
                                List.of(98, 99),
                                defaults.maxNewTokens(),
                                new Sampling(0, 0, 1, defaults.seed() + 4),
                                List.of())),
                        ""));
        assertThat(own)
                .isEqualTo(new Prompt(
                        4,
                        "x",
                        List.of(new Request(List.of(5, 6), 3, new Sampling(0.5, 7, 0.9, 11), List.of("end"))),
                        ""));
        assertThat(parse("{\"prompt\": \"ab\", \"id\": null, \"seed\": null, \"stop\": []}"))
                .isEqualTo(plain);
        assertThat(parse("{\"prompt\": \"\"}").requests().get(0).prompt()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {"prompt": "a"                      | the line is not JSON: Unexpected end-of-input
            {"prompt": "a"} {}                  | the line is not JSON: Trailing token
            {"prompt": "a", "prompt": "b"}      | the line is not JSON: Duplicate field 'prompt'
            ["a"]                               | the line must be a JSON object
            {"prompt": "a", "promt": "b"}       | the line has no key 'promt'; there are [
            {"id": "a"}                         | neither 'prompt' nor 'tokens'
            {"prompt": "a", "tokens": [1]}      | both 'prompt' and 'tokens'
            {"tokens": [1, 2.5]}                | must be token ids, got [1,2.5]
            {"tokens": [1, null]}               | must be token ids, got [1,null]
            {"tokens": 1}                       | the line.tokens
            {"prompt": ["a"]}                   | the line.prompt
            {"prompt": "\\ud800"}               | half of a surrogate pair
            {"prompt": "a", "temperature": -1}  | temperature must be 0 or more, got -1
            {"prompt": "a", "top_p": 0}         | top-p must be above 0
            {"prompt": "a", "seed": "1"}        | the line.seed
            {"prompt": "a", "max_new_tokens": 0}| max-new-tokens must be 1 or more, got 0
            {"prompt": "a", "stop": ""}         | a stop string must not be empty
            {"prompt": "a", "stop": [null]}     | the line.stop
            """)
    void aLineThatCannotBeUsedSaysWhy(String line, String why) {
        Prompt prompt = parse(line);

        assertThat(prompt.requests()).isEmpty();
        assertThat(prompt.error()).contains(why);
        assertThat(prompt.error().lines()).hasSize(1);
    }

    @Test
    void bytesThatAreNoTextSaySo() {
        byte[] line = "{\"prompt\": \"?\"}".getBytes(StandardCharsets.UTF_8);
        line[12] = (byte) 0xE4;

        assertThat(parser.parse(line, 0).error()).isEqualTo("the line is not UTF-8; convert the file to it");
        assertThat(parser.parse(new byte[PromptCutter.MAX_LINE_BYTES + 1], 0).error())
                .contains("must have at most 16777216 bytes");
    }

    @Test
    void anErrorKeepsItsLinesName() {
        assertThat(parse("{\"id\": \"x\", \"prompt\": 7}").id()).isEqualTo("x");
        assertThat(new PromptParser(GenerateConfig.defaults(), Optional.empty())
                        .parse("{\"prompt\": \"a\"}".getBytes(StandardCharsets.UTF_8), 0)
                        .error())
                .contains("has no tokenizer.json");
    }

    private static Prompt parse(String line) {
        return parser.parse(line.getBytes(StandardCharsets.UTF_8), 4);
    }
}
