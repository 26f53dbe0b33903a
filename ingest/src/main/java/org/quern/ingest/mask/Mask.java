package org.quern.ingest.mask;

import java.util.List;
import java.util.Optional;

/** A kind of data that can be masked, and what it is replaced by: names and numbers that are kept free for examples. */
public enum Mask {
    /** E-mail addresses. */
    EMAILS(new Substitute(new MailAddresses(), "email@example.com")),
    /** IPv4 and IPv6 addresses that are routed in public. */
    IPS(new Substitute(new PublicIpv4(), "192.0.2.1"), new Substitute(new PublicIpv6(), "2001:db8::1")),
    /** Telephone numbers with a country code, or in North America's form. */
    PHONES(new Substitute(new PhoneNumbers(), "+1 202 555 0100")),
    /** Keys and tokens that are known by their form, private keys, JSON web tokens. */
    KEYS(new Substitute(new Keys(), "MASKED_KEY"));

    @SuppressWarnings("ImmutableEnumChecker") // finders have no state
    private final List<Substitute> substitutes;

    Mask(Substitute... substitutes) {
        this.substitutes = List.of(substitutes);
    }

    /** What is found, and what stands in its place. */
    private record Substitute(Finder finder, String replacement) {}

    /** The text with every place masked; the same if there is none. Linear in the text. */
    public String mask(String text) {
        String masked = text;
        for (Substitute substitute : substitutes) {
            masked = masked(masked, substitute.finder, substitute.replacement);
        }
        return masked;
    }

    private static String masked(String text, Finder finder, String replacement) {
        StringBuilder masked = new StringBuilder();
        int copied = 0;
        for (Optional<Place> place = finder.next(text, 0); place.isPresent(); place = finder.next(text, copied)) {
            masked.append(text, copied, place.get().start()).append(replacement);
            copied = place.get().end();
        }
        return copied == 0 ? text : masked.append(text, copied, text.length()).toString();
    }

    /** All these masks, in the order of this enumeration. */
    public static String mask(List<Mask> masks, String text) {
        String masked = text;
        for (Mask mask : values()) {
            masked = masks.contains(mask) ? mask.mask(masked) : masked;
        }
        return masked;
    }
}
