package org.quern.ingest.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Configuration from YAML and {@code key=value} settings into a record, laid over its defaults. Nested records are
 * merged key by key; lists and maps replace what was there. An unknown key is an error.
 */
public final class ConfigReader {
    /** JSON as Quern writes it: keys in a fixed order, floating-point numbers plain, records by their components. */
    public static final ObjectMapper JSON = configure(JsonMapper.builder()).build();

    private static final ObjectMapper YAML = configure(YAMLMapper.builder(YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                    .build()))
            .build();

    private ConfigReader() {}

    private static <B extends com.fasterxml.jackson.databind.cfg.MapperBuilder<?, B>> B configure(B builder) {
        return builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                // Names of enumerations are in lower case, as keys and values are, and read in any.
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                // A record's isX() is not a key beside its components.
                .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    }

    /**
     * Parses YAML.
     *
     * @param name of the file, for messages
     */
    public static JsonNode yaml(InputStream in, String name) throws IOException {
        try {
            return YAML.readTree(in);
        } catch (JacksonException e) {
            throw new InputException(
                    name + " is not YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    /**
     * Lays a YAML object and then the settings over the defaults.
     *
     * @param overrides from the user's file; a missing node where there is none
     * @param settings dotted key to YAML value, for instance {@code minhash.bands=20}
     * @param where what to call the configuration in messages, for instance {@code dedup}
     * @throws InputException on an unknown key, a wrong type or a value out of range
     */
    public static <C extends Record> C read(
            C defaults, JsonNode overrides, Map<String, String> settings, String where) {
        ObjectNode tree = JSON.valueToTree(defaults);
        if (overrides.isObject()) {
            merge(tree, (ObjectNode) overrides, defaults.getClass());
        } else if (!overrides.isMissingNode() && !overrides.isNull()) {
            throw new InputException(String.format("%s must be a map of keys to values, got: %s", where, overrides));
        }
        settings.forEach((key, value) -> set(tree, key, value, where));
        try {
            @SuppressWarnings("unchecked")
            Class<C> type = (Class<C>) defaults.getClass();
            return JSON.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw explain(e, where);
        }
    }

    /** The configuration as YAML, for help texts. */
    public static String toYaml(Record config) {
        try {
            return YAML.writeValueAsString(config);
        } catch (JacksonException e) {
            throw new IllegalStateException("cannot write " + config, e);
        }
    }

    /** The configuration as a JSON tree, for manifests. */
    public static JsonNode toJson(Object config) {
        return JSON.valueToTree(config);
    }

    private static void merge(ObjectNode base, ObjectNode over, Class<?> record) {
        Map<String, Class<?>> nested = Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getType().isRecord())
                .collect(Collectors.toMap(RecordComponent::getName, RecordComponent::getType));
        over.properties().forEach(entry -> {
            Class<?> type = nested.get(entry.getKey());
            if (type != null && entry.getValue() instanceof ObjectNode change) {
                merge((ObjectNode) base.get(entry.getKey()), change, type);
            } else {
                base.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static void set(ObjectNode tree, String key, String value, String where) {
        ObjectNode parent = tree;
        String[] path = key.split("\\.", -1);
        for (int i = 0; i < path.length - 1; i++) {
            if (!(parent.get(path[i]) instanceof ObjectNode child)) {
                throw new InputException(
                        String.format("%s has no key '%s' (in --set %s=%s)", where, path[i], key, value));
            }
            parent = child;
        }
        try {
            parent.set(path[path.length - 1], YAML.readTree(value));
        } catch (JacksonException e) {
            throw new InputException("--set " + key + "=" + value + " is not a YAML value", e);
        }
    }

    private static InputException explain(JacksonException e, String where) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        if (e instanceof UnrecognizedPropertyException unknown) {
            return new InputException(
                    where + " has no key '" + path + "'; there are " + unknown.getKnownPropertyIds(), e);
        }
        return new InputException(
                where + (path.isEmpty() ? "" : "." + path) + ": "
                        + reason(e).lines().findFirst().orElse(""),
                e);
    }

    private static String reason(JacksonException e) {
        if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
            String names = Arrays.toString(format.getTargetType().getEnumConstants());
            return "must be one of " + names.toLowerCase(Locale.ROOT) + ", got " + format.getValue();
        }
        return e.getCause() instanceof IllegalArgumentException invalid
                ? String.valueOf(invalid.getMessage())
                : e.getOriginalMessage();
    }
}
