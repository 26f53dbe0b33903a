package org.quern.ingest.mask;

import com.google.common.net.InetAddresses;
import java.util.Optional;

/**
 * IPv6 addresses in the form of RFC 4291, section 2.2, that are allocated as public (2000::/3) and not special (IANA's registry,
 * RFC 6890): so their first group has four digits and begins with 2 or 3, which no name of a program does. Addresses of fewer
 * than three groups are left, since code cuts lists with {@code [2000::2]}.
 */
final class PublicIpv6 implements Finder {
    private static final int MAX_LENGTH = 39;
    private static final int MIN_LENGTH = "2000:1::1".length();
    private static final int MIN_GROUPS = 3;

    @Override
    public Optional<Place> next(String text, int from) {
        int i = from;
        while (i < text.length()) {
            if (!isPart(text.charAt(i))) {
                i++;
                continue;
            }
            int end = runEnd(text, i);
            // A colon after an address is the sentence's.
            int last = text.charAt(end - 1) == ':' && text.charAt(Math.max(i, end - 2)) != ':' ? end - 1 : end;
            if (standsAlone(text, i, end) && isPublic(text, i, last)) {
                return Optional.of(new Place(i, last));
            }
            i = end;
        }
        return Optional.empty();
    }

    private static int runEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isPart(char c) {
        return Finder.isDigit(c) || c == ':' || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean standsAlone(String text, int start, int end) {
        boolean goesOn = end < text.length() && text.charAt(end) == '.' && Finder.isDigit(text, end + 1);
        return !goesOn
                && !Finder.isWord(text, start - 1)
                && !Finder.isWord(text, end)
                && (start == 0 || ".-".indexOf(text.charAt(start - 1)) < 0);
    }

    private static boolean isPublic(String text, int start, int end) {
        boolean allocated = end - start >= MIN_LENGTH
                && end - start <= MAX_LENGTH
                && (text.charAt(start) == '2' || text.charAt(start) == '3')
                && text.substring(start, start + 5).indexOf(':') == 4;
        if (!allocated) {
            return false;
        }
        String address = text.substring(start, end);
        return groups(address) >= MIN_GROUPS
                && InetAddresses.isInetAddress(address)
                && !isSpecial(InetAddresses.forString(address).getAddress());
    }

    private static int groups(String address) {
        int groups = 0;
        for (int i = 0; i < address.length(); i++) {
            groups += address.charAt(i) != ':' && (i == 0 || address.charAt(i - 1) == ':') ? 1 : 0;
        }
        return groups;
    }

    /** 2001::/23 for protocols, 2001:db8::/32 and 3fff::/20 for examples. */
    private static boolean isSpecial(byte[] address) {
        int first = group(address, 0);
        int second = group(address, 1);
        return (first == 0x2001 && (second < 0x200 || second == 0xdb8)) || (first == 0x3fff && second < 0x1000);
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xff) << 8 | (address[2 * index + 1] & 0xff);
    }
}
