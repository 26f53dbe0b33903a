package org.quern.ingest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quern.ingest.language.Language;
import org.quern.ingest.language.LanguageCode;
import org.quern.ingest.rules.RuleSet;

/**
 * Which rules judge which documents. In YAML either one name, for all, or a map from {@code DOMAIN} or {@code
 * DOMAIN/LANGUAGE} to name, laid over the standard choice unless it has {@code default}, which is for the domains not named:
 *
 * <pre>{@code
 * rules:
 *   web/deu: gopher
 *   default/fra: none
 * }</pre>
 */
public final class RuleChoice implements Serializable {
    private static final String DEFAULT = "default";
    private static final Pattern KEY = Pattern.compile("[^/]+(/[a-z]{3})?");

    /** Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan. */
    private static final List<String> UNSPACED = List.of("zho", "yue", "wuu", "jpn", "tha", "lao", "khm", "mya", "bod");

    private final Map<String, RuleSet> byKey;

    private RuleChoice(Map<String, RuleSet> byKey) {
        this.byKey = new TreeMap<>(byKey);
    }

    /**
     * FineWeb's rules for English and what could not be told, what of them holds elsewhere for other languages; for
     * mathematics, code and reference entries rules of their own.
     */
    public static RuleChoice standard() {
        Map<String, RuleSet> standard = new TreeMap<>(Map.of(
                DEFAULT,
                RuleSet.MULTILINGUAL,
                key(DEFAULT, "eng"),
                RuleSet.FINEWEB,
                key(DEFAULT, Language.UNDETERMINED.code()),
                RuleSet.FINEWEB,
                "mathematics",
                RuleSet.MATHEMATICS,
                "code",
                RuleSet.CODE,
                "knowledge",
                RuleSet.KNOWLEDGE));
        UNSPACED.forEach(language -> standard.put(key(DEFAULT, language), RuleSet.UNSPACED));
        return new RuleChoice(standard);
    }

    /** One set for all documents. */
    public static RuleChoice all(RuleSet set) {
        return new RuleChoice(Map.of(DEFAULT, set));
    }

    @JsonCreator
    static RuleChoice of(JsonNode yaml) {
        if (yaml.isTextual()) {
            return all(RuleSet.named(yaml.textValue()));
        }
        if (!yaml.isObject()) {
            throw new IllegalArgumentException(
                    "rules must be a name or a map from domain or domain/language to name, got " + yaml);
        }
        Map<String, RuleSet> byKey = new TreeMap<>();
        yaml.properties().forEach(entry -> {
            if (!KEY.matcher(entry.getKey()).matches()) {
                throw new IllegalArgumentException(
                        "rules are for a domain or for domain/language with an ISO 639-3 code such as web/deu, got "
                                + entry.getKey());
            }
            byKey.put(canonical(entry.getKey()), RuleSet.named(entry.getValue().asText()));
        });
        if (!byKey.containsKey(DEFAULT)) {
            standard().byKey.forEach(byKey::putIfAbsent);
        }
        return new RuleChoice(byKey);
    }

    /** The rules for a domain's documents of a language; rules for the domain go before rules for the language. */
    public RuleSet of(String domain, String language) {
        return Stream.of(key(domain, language), domain, key(DEFAULT, language))
                .filter(byKey::containsKey)
                .findFirst()
                .map(byKey::get)
                .orElseGet(() -> Objects.requireNonNull(byKey.get(DEFAULT)));
    }

    private static String canonical(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key(key.substring(0, slash), LanguageCode.of(key.substring(slash + 1)));
    }

    private static String key(String domain, String language) {
        return domain + "/" + language;
    }

    @JsonValue
    Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        byKey.forEach((key, set) -> names.put(key, set.name().toLowerCase(Locale.ROOT)));
        return names;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RuleChoice choice && choice.byKey.equals(byKey);
    }

    @Override
    public int hashCode() {
        return byKey.hashCode();
    }

    @Override
    public String toString() {
        return names().toString();
    }
}
