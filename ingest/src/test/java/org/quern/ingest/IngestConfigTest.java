package org.quern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;
import org.quern.ingest.mask.Mask;
import org.quern.ingest.rules.RuleSet;

class IngestConfigTest {
    private static IngestConfig with(String key, String value) {
        return ConfigReader.read(IngestConfig.defaults(), MissingNode.getInstance(), Map.of(key, value), "ingest");
    }

    @Test
    void standardRulesArePerDomain() {
        RuleChoice rules = IngestConfig.defaults().rules();

        assertThat(rules.of("web")).isEqualTo(RuleSet.FINEWEB);
        assertThat(rules.of("code")).isEqualTo(RuleSet.CODE);
    }

    @Test
    void oneNameIsForEveryDomain() {
        RuleChoice rules = with("rules", "none").rules();

        assertThat(rules.of("web")).isEqualTo(RuleSet.NONE);
        assertThat(rules.of("code")).isEqualTo(RuleSet.NONE);
    }

    @Test
    void aMapIsLaidOverTheStandard() {
        assertThat(with("rules", "{code: none}").rules().of("code")).isEqualTo(RuleSet.NONE);
        assertThat(with("rules", "{code: none}").rules().of("mathematics")).isEqualTo(RuleSet.MATHEMATICS);
        assertThat(with("rules.code", "gopher").rules().of("code")).isEqualTo(RuleSet.GOPHER);
        assertThat(with("rules", "{default: none, web: c4}").rules().of("code")).isEqualTo(RuleSet.NONE);
    }

    @Test
    void survivesItsOwnYaml() {
        IngestConfig config = with("rules", "{default: gopher, code: none}");

        assertThat(ConfigReader.read(IngestConfig.defaults(), ConfigReader.toJson(config), Map.of(), "ingest"))
                .isEqualTo(config);
    }

    @Test
    void masksAreChosenByName() {
        assertThat(with("masks", "[emails, keys]").masks()).containsExactly(Mask.EMAILS, Mask.KEYS);
        assertThatThrownBy(() -> with("masks", "[names]"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("masks must be of emails, ips, phones, keys, got names");
    }

    @Test
    void valuesOutOfRangeAreExplained() {
        assertThatThrownBy(() -> with("rules", "gofer"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rules must be one of none, gopher");
        assertThatThrownBy(() -> with("minLanguageProbability", "2"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("minLanguageProbability must be in 0..1, got 2.0");
        assertThatThrownBy(() -> with("languages", "[english]"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("got english");
    }

    @Test
    void globsMatchSourcesTheLongestFirst() {
        DomainGlobs globs = new DomainGlobs(Map.of("*", "prose", "*math*.jar!/*", "mathematics"));

        assertThat(globs.domain("in/commons-math3.jar!/a/b.html")).contains("mathematics");
        assertThat(globs.domain("in/a.txt")).contains("prose");
        assertThat(DomainGlobs.matches("a?c*", "abcd")).isTrue();
        assertThat(DomainGlobs.matches("a?c", "abcd")).isFalse();
    }
}
