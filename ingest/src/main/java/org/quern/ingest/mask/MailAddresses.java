package org.quern.ingest.mask;

import java.util.Optional;

/**
 * {@code local@host.tld}: a local part of up to 64 of the characters that occur in practice (RFC 5322's atoms without the
 * rare ones), a host with a dot and at least two letters after the last one. {@code user@host}, {@code @Decorator} and
 * {@code name@1.2} are none.
 */
final class MailAddresses implements Finder {
    private static final int MAX_LOCAL = 64;
    private static final int MAX_HOST = 255;

    @Override
    public Optional<Place> next(String text, int from) {
        for (int at = text.indexOf('@', from); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = localStart(text, at, from);
            int end = hostEnd(text, at + 1);
            if (start < at && endsInTopLevel(text, at + 1, end)) {
                return Optional.of(new Place(start, end));
            }
        }
        return Optional.empty();
    }

    private static int localStart(String text, int at, int from) {
        int start = at;
        while (start > from && at - start < MAX_LOCAL && isLocal(text.charAt(start - 1))) {
            start--;
        }
        while (start < at && text.charAt(start) == '.') {
            start++;
        }
        return text.charAt(at - (at > start ? 1 : 0)) == '.' ? at : start;
    }

    private static int hostEnd(String text, int start) {
        int end = start;
        while (end < text.length() && end - start < MAX_HOST && isHost(text.charAt(end))) {
            end++;
        }
        while (end > start && !Finder.isAlphanumeric(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean endsInTopLevel(String text, int start, int end) {
        int dot = end - 1;
        while (dot > start && Character.isLetter(text.charAt(dot))) {
            dot--;
        }
        return dot > start
                && text.charAt(dot) == '.'
                && end - dot > 2
                && Finder.isAlphanumeric(text.charAt(start))
                && text.charAt(dot - 1) != '.';
    }

    private static boolean isLocal(char c) {
        return Finder.isAlphanumeric(c) || "._%+-".indexOf(c) >= 0;
    }

    private static boolean isHost(char c) {
        return Finder.isAlphanumeric(c) || c == '.' || c == '-';
    }
}
