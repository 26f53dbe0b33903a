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
    void rulesDependOnLanguageWhereTheDomainHasNone() {
        RuleChoice standard = IngestConfig.defaults().rules();
        assertThat(standard.of("web", "fin")).isEqualTo(RuleSet.MULTILINGUAL);
        assertThat(standard.of("web", "jpn")).isEqualTo(RuleSet.UNSPACED);
        assertThat(standard.of("web", "zho")).isEqualTo(RuleSet.UNSPACED);
        assertThat(standard.of("code", "jpn")).isEqualTo(RuleSet.CODE);

        RuleChoice laidOver = with("rules", "{web/fin: c4, default/jpn: none}").rules();
        assertThat(laidOver.of("web", "fin")).isEqualTo(RuleSet.C4);
        assertThat(laidOver.of("prose", "fin")).isEqualTo(RuleSet.MULTILINGUAL);
        assertThat(laidOver.of("web", "jpn")).isEqualTo(RuleSet.NONE);
        assertThat(with("rules", "{default: none}").rules().of("web", "fin")).isEqualTo(RuleSet.NONE);

        assertThatThrownBy(() -> with("rules", "{web/finnish: c4}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("such as web/deu, got web/finnish");
    }

    @Test
    void standardRulesArePerDomain() {
        RuleChoice rules = IngestConfig.defaults().rules();

        assertThat(rules.of("web", "eng")).isEqualTo(RuleSet.FINEWEB);
        assertThat(rules.of("code", "eng")).isEqualTo(RuleSet.CODE);
    }

    @Test
    void languagesMayBeNamedByAnyOfTheirCodes() {
        assertThat(with("rules", "{web/cmn: gopher}").rules().of("web", "zho")).isEqualTo(RuleSet.GOPHER);
    }

    @Test
    void oneNameIsForEveryDomain() {
        RuleChoice rules = with("rules", "none").rules();

        assertThat(rules.of("web", "eng")).isEqualTo(RuleSet.NONE);
        assertThat(rules.of("code", "eng")).isEqualTo(RuleSet.NONE);
    }

    @Test
    void aMapIsLaidOverTheStandard() {
        assertThat(with("rules", "{code: none}").rules().of("code", "eng")).isEqualTo(RuleSet.NONE);
        assertThat(with("rules", "{code: none}").rules().of("mathematics", "eng"))
                .isEqualTo(RuleSet.MATHEMATICS);
        assertThat(with("rules.code", "gopher").rules().of("code", "eng")).isEqualTo(RuleSet.GOPHER);
        assertThat(with("rules", "{default: none, web: c4}").rules().of("code", "eng"))
                .isEqualTo(RuleSet.NONE);
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
                .hasMessageContaining("must be one of [emails, ips, phones, keys], got names");
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
