package org.quern.ingest.mask;

import java.util.Optional;

/**
 * Four numbers of 0 to 255 without leading zeros, with dots between them and not part of a longer name or number, that are
 * an address of the public Internet: none of a private, shared, local, example, multicast or reserved network (IANA's
 * special-purpose registry). After the words {@code version} and {@code release} such numbers are a version.
 */
final class PublicIpv4 implements Finder {
    private static final int OCTETS = 4;

    @Override
    public Optional<Place> next(String text, int from) {
        int i = from;
        while (i < text.length()) {
            if (!Finder.isDigit(text.charAt(i))) {
                i++;
                continue;
            }
            int end = runEnd(text, i);
            if (!isPart(text, i - 1) && !isVersion(text, i) && isPublic(text, i, end) && !Finder.isWord(text, end)) {
                return Optional.of(new Place(i, end));
            }
            i = end;
        }
        return Optional.empty();
    }

    /** Where the digits, and single dots between them, end. */
    private static int runEnd(String text, int start) {
        int end = start;
        while (Finder.isDigit(text, end)
                || (end < text.length() && text.charAt(end) == '.' && Finder.isDigit(text, end + 1))) {
            end++;
        }
        return end;
    }

    private static boolean isPart(String text, int before) {
        return Finder.isWord(text, before)
                || (before >= 0 && (text.charAt(before) == '.' || text.charAt(before) == '-'));
    }

    private static boolean isVersion(String text, int start) {
        return start > 0
                && text.charAt(start - 1) == ' '
                && (text.regionMatches(true, start - 8, "version", 0, 7)
                        || text.regionMatches(true, start - 8, "release", 0, 7));
    }

    private static boolean isPublic(String text, int start, int end) {
        int[] octets = new int[OCTETS];
        int octet = 0;
        int digits = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                octet++;
                digits = 0;
            } else {
                boolean leadingZero = digits == 1 && octet < OCTETS && octets[octet] == 0;
                if (octet == OCTETS || digits == 3 || leadingZero) {
                    return false;
                }
                octets[octet] = 10 * octets[octet] + c - '0';
                digits++;
            }
        }
        return octet == OCTETS - 1 && isPublic(octets);
    }

    private static boolean isPublic(int[] octets) {
        for (int octet : octets) {
            if (octet > 255) {
                return false;
            }
        }
        int second = octets[1];
        int third = octets[2];
        return switch (octets[0]) {
            case 0, 10, 127 -> false;
            case 100 -> second < 64 || second > 127;
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> second != 168 && !(second == 0 && (third == 0 || third == 2));
            case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
            case 203 -> !(second == 0 && third == 113);
            default -> octets[0] < 224;
        };
    }
}
