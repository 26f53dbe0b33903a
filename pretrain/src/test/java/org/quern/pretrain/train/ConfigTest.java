package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quern.ingest.job.ConfigReader;

final class ConfigTest {
    @Test
    void theRateWarmsUpStaysAndFallsInACosine() {
        LearningRate rate = LearningRate.cosine(1, 0.2, 0.1, 0.5);
        assertThat(rate.at(0.05)).isEqualTo(0.5, within(1e-12));
        assertThat(rate.at(0.1)).isEqualTo(1);
        assertThat(rate.at(0.5)).isEqualTo(1);
        assertThat(rate.at(0.75)).isEqualTo(0.6, within(1e-12));
        assertThat(rate.at(1)).isEqualTo(0.2, within(1e-12));
        assertThat(LearningRate.cosine(1, 1, 0, 1).at(0)).isEqualTo(1);
    }

    @Test
    void theRateAlsoFallsInALineOrARoot() {
        LearningRate line = new LearningRate(1, 0.2, 0, 0.8, "linear");
        assertThat(line.at(0.8)).isEqualTo(1);
        assertThat(line.at(0.85)).isEqualTo(0.8, within(1e-12));
        LearningRate root = new LearningRate(1, 0, 0, 0.8, "sqrt");
        assertThat(root.at(0.85)).isEqualTo(0.5, within(1e-12));
        assertThat(root.at(1)).isEqualTo(0, within(1e-12));
        assertThatThrownBy(() -> new LearningRate(1, 0, 0, 0.8, "step"))
                .hasMessage("learningRate: decay must be cosine, linear or sqrt, got 'step'");
    }

    @Test
    void aFileWithoutADecayMeansTheCosine() throws Exception {
        String json = "{\"peak\": 1, \"end\": 0, \"warmup\": 0, \"constantUntil\": 0.5}";
        assertThat(ConfigReader.JSON.readValue(json, LearningRate.class)).isEqualTo(LearningRate.cosine(1, 0, 0, 0.5));
    }

    @Test
    void defaultsSurviveJson() throws Exception {
        PretrainConfig defaults = PretrainConfig.defaults();
        assertThat(ConfigReader.JSON.treeToValue(ConfigReader.toJson(defaults), PretrainConfig.class))
                .isEqualTo(defaults);
    }

    @Test
    void valuesOutOfRangeAreSaid() {
        assertThatThrownBy(() -> TinyCorpus.config(3, 128, "fp32"))
                .hasMessage(
                        "pretrain: batchTokens must be a multiple of ranks * microbatchTokens, got 256 and 3 * 128");
        assertThatThrownBy(() -> TinyCorpus.config(1, 128, "fp16"))
                .hasMessage("pretrain: precision must be bf16 or fp32, got 'fp16'");
        PretrainConfig tiny = TinyCorpus.config(1, 128, "fp32");
        assertThatThrownBy(() -> tiny.with(Map.of("optimizer.kind", "sgd")))
                .hasMessageContaining("optimizer: kind must be adamw or muon and muonRateFactor above 0, got 'sgd'");
        assertThatThrownBy(() -> tiny.with(Map.of("optimizer.outlierWindow", "3")))
                .hasMessageContaining("outlierWindow 4 or more, got 6.0 and 3");
        assertThatThrownBy(() -> tiny.with(Map.of("optimizer.kind", "muon", "exchange.localSteps", "5")))
                .hasMessageContaining("exchange.localSteps must be 0 where optimizer.kind is muon, got 5");
        assertThatThrownBy(() -> LearningRate.cosine(1e-3, 0, 0.6, 0.5)).hasMessageContaining("got 0.6 and 0.5");
        assertThatThrownBy(() -> new StageConfig("a/b", 1, 0, LearningRate.cosine(1, 1, 0, 1), 10_000, 0))
                .hasMessageContaining("'a/b'");
    }
}
