package org.quern.ingest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.quern.ingest.rules.RuleSet;

/**
 * Which rules judge which domain. In YAML either one name, for every domain, or a map from domain to name, laid over the
 * standard choice; {@code default} is for the domains not named.
 */
public final class RuleChoice implements Serializable {
    private static final String DEFAULT = "default";

    private final Map<String, RuleSet> byDomain;

    private RuleChoice(Map<String, RuleSet> byDomain) {
        this.byDomain = new TreeMap<>(byDomain);
    }

    /** FineWeb's rules, but for mathematics, code and reference entries rules of their own. */
    public static RuleChoice standard() {
        return new RuleChoice(Map.of(
                DEFAULT,
                RuleSet.FINEWEB,
                "mathematics",
                RuleSet.MATHEMATICS,
                "code",
                RuleSet.CODE,
                "knowledge",
                RuleSet.KNOWLEDGE));
    }

    /** One set for every domain. */
    public static RuleChoice all(RuleSet set) {
        return new RuleChoice(Map.of(DEFAULT, set));
    }

    @JsonCreator
    static RuleChoice of(JsonNode yaml) {
        if (yaml.isTextual()) {
            return all(RuleSet.named(yaml.textValue()));
        }
        if (!yaml.isObject()) {
            throw new IllegalArgumentException("rules must be a name or a map from domain to name, got " + yaml);
        }
        Map<String, RuleSet> byDomain = new TreeMap<>();
        yaml.properties()
                .forEach(entry -> byDomain.put(
                        entry.getKey(), RuleSet.named(entry.getValue().asText())));
        if (!byDomain.containsKey(DEFAULT)) {
            standard().byDomain.forEach(byDomain::putIfAbsent);
        }
        return new RuleChoice(byDomain);
    }

    /** The rules for a domain. */
    public RuleSet of(String domain) {
        RuleSet standard = Objects.requireNonNull(byDomain.get(DEFAULT));
        return byDomain.getOrDefault(domain, standard);
    }

    @JsonValue
    Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        byDomain.forEach((domain, set) -> names.put(domain, set.name().toLowerCase(Locale.ROOT)));
        return names;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RuleChoice choice && choice.byDomain.equals(byDomain);
    }

    @Override
    public int hashCode() {
        return byDomain.hashCode();
    }

    @Override
    public String toString() {
        return names().toString();
    }
}
