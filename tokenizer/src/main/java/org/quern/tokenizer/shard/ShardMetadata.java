package org.quern.tokenizer.shard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * What a shard's footer says of it.
 *
 * @param stage the stage it belongs to
 * @param contextLength tokens in a row
 * @param tokenizerHash SHA-256 of the tokenizer.json that made the tokens, hex
 * @param sequences rows
 * @param tokens tokens without padding
 * @param documents documents that begin in it
 * @param checksums CRC-32C of each record batch
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ShardMetadata(
        String stage,
        int contextLength,
        String tokenizerHash,
        long sequences,
        long tokens,
        long documents,
        int[] checksums) {

    private static final String PREFIX = "quern.";
    private static final String FORMAT = "3";
    private static final String CHECK = "check";

    Map<String, String> toFooter() {
        Map<String, String> footer = new LinkedHashMap<>();
        footer.put(PREFIX + "format", FORMAT);
        footer.put(PREFIX + "stage", stage);
        footer.put(PREFIX + "contextLength", Integer.toString(contextLength));
        footer.put(PREFIX + "tokenizer", tokenizerHash);
        footer.put(PREFIX + "sequences", Long.toString(sequences));
        footer.put(PREFIX + "tokens", Long.toString(tokens));
        footer.put(PREFIX + "documents", Long.toString(documents));
        footer.put(
                PREFIX + "crc32c",
                Arrays.stream(checksums).mapToObj("%08x"::formatted).collect(Collectors.joining(",")));
        footer.put(PREFIX + CHECK, check(footer));
        return footer;
    }

    /**
     * Reads a footer's metadata.
     *
     * @throws IllegalArgumentException if a key is missing, malformed or of another format's version
     */
    static ShardMetadata fromFooter(Map<String, String> footer) {
        String format = value(footer, "format");
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("shard format must be %s, got %s".formatted(FORMAT, format));
        }
        Map<String, String> checked = new LinkedHashMap<>(footer);
        checked.remove(PREFIX + CHECK);
        if (!value(footer, CHECK).equals(check(checked))) {
            throw new IllegalArgumentException("the footer's metadata do not match their checksum");
        }
        return new ShardMetadata(
                value(footer, "stage"),
                Integer.parseInt(value(footer, "contextLength")),
                value(footer, "tokenizer"),
                Long.parseLong(value(footer, "sequences")),
                Long.parseLong(value(footer, "tokens")),
                Long.parseLong(value(footer, "documents")),
                checksums(value(footer, "crc32c")));
    }

    private static String check(Map<String, String> footer) {
        CRC32C checksum = new CRC32C();
        checksum.update(new TreeMap<>(footer).toString().getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(checksum.getValue());
    }

    private static int[] checksums(String hex) {
        return hex.isEmpty()
                ? new int[0]
                : Arrays.stream(hex.split(",", -1))
                        .mapToInt(digits -> Integer.parseUnsignedInt(digits, 16))
                        .toArray();
    }

    private static String value(Map<String, String> footer, String key) {
        String value = footer.get(PREFIX + key);
        if (value == null) {
            throw new IllegalArgumentException("no %s%s in the footer, so not a shard of Quern".formatted(PREFIX, key));
        }
        return value;
    }
}
