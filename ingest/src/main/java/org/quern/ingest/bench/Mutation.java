package org.quern.ingest.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damage as transport, disks, crawlers and authors do it to a page, a record or a whole file. */
public final class Mutation {
    private static final int MAX_MUTATIONS = 6;

    private Mutation() {}

    /** Some bytes, changed in one to six ways; parts of the others may get into them. */
    public static byte[] of(byte[] bytes, List<byte[]> others, Random random) {
        byte[] mutated = bytes.clone();
        int mutations = 1 + random.nextInt(MAX_MUTATIONS);
        for (int i = 0; i < mutations && mutated.length > 1; i++) {
            mutated = switch (random.nextInt(7)) {
                case 0 -> withFlippedBits(mutated, random);
                case 1 -> withoutSpan(mutated, random);
                case 2 -> withRepetition(mutated, '<', '>', random);
                case 3 -> withRepetition(mutated, '\n', '\n', random);
                case 4 -> withOtherDigits(mutated, random);
                case 5 -> Arrays.copyOf(mutated, 1 + random.nextInt(mutated.length));
                default -> withSpanOf(others.get(random.nextInt(others.size())), mutated, random);
            };
        }
        return mutated;
    }

    private static byte[] withFlippedBits(byte[] bytes, Random random) {
        int flips = 1 + random.nextInt(1 + bytes.length / 50);
        for (int i = 0; i < flips; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return bytes;
    }

    private static byte[] withoutSpan(byte[] bytes, Random random) {
        int start = random.nextInt(bytes.length);
        int end = start + random.nextInt(bytes.length - start);
        return joined(bytes, start, new byte[0], end);
    }

    /** With a tag, or a line such as a header, many times. */
    private static byte[] withRepetition(byte[] bytes, char first, char last, Random random) {
        int start = next(bytes, first, random.nextInt(bytes.length));
        int end = Math.min(bytes.length, next(bytes, last, start + 1) + 1);
        byte[] part = new String(bytes, start, Math.max(0, end - start), StandardCharsets.ISO_8859_1)
                .repeat(1 + random.nextInt(20))
                .getBytes(StandardCharsets.ISO_8859_1);
        return joined(bytes, Math.min(end, bytes.length), part, Math.min(end, bytes.length));
    }

    /** With other digits in one number: lengths, sizes of chunks, versions, statuses. */
    private static byte[] withOtherDigits(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        while (at < bytes.length && !isDigit(bytes[at])) {
            at++;
        }
        while (at < bytes.length && isDigit(bytes[at])) {
            bytes[at++] = (byte) ('0' + random.nextInt(10));
        }
        return bytes;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static byte[] withSpanOf(byte[] other, byte[] bytes, Random random) {
        int start = random.nextInt(other.length);
        int end = start + random.nextInt(other.length - start);
        int at = random.nextInt(bytes.length);
        return joined(bytes, at, Arrays.copyOfRange(other, start, end), at);
    }

    private static int next(byte[] bytes, char c, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != c) {
            at++;
        }
        return at;
    }

    private static byte[] joined(byte[] bytes, int headEnd, byte[] middle, int tailStart) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, headEnd);
        out.writeBytes(middle);
        out.write(bytes, tailStart, bytes.length - tailStart);
        return out.toByteArray();
    }
}
