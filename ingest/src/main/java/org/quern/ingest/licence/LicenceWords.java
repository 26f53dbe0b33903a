package org.quern.ingest.licence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Licences by words of theirs or of the notices that name them. Words are given as {@link Licence} makes a text plain: in lower
 * case, single blanks for white space, hyphens, slashes and quotes.
 */
final class LicenceWords {
    private static final List<Words> WORDS = List.of(
            new Words("Apache-2.0 WITH LLVM-exception", "apache license v2.0 with llvm exceptions"),
            new Words("Apache-2.0", "apache license, version 2.0", "apache license version 2.0", "apache license 2.0"),
            new Words("Apache-2.0", "apache.org licenses license 2.0"),
            new Words(
                    "MIT",
                    "permission is hereby granted, free of charge, to any person obtaining a copy of this software"),
            new Words("MIT", "under the mit license", "the mit license (mit)", "under the terms of the mit license"),
            new Words("MIT", "opensource.org licenses mit"),
            new Words("BSD-3-Clause", "bsd style license", "3 clause bsd", "bsd 3 clause", "new bsd license"),
            new Words("BSD-2-Clause", "2 clause bsd", "bsd 2 clause", "simplified bsd license"),
            new Words("BSL-1.0", "boost software license"),
            new Words("Unlicense", "free and unencumbered software released into the public domain"),
            new Words("CC0-1.0", "cc0 1.0 universal", "creativecommons.org publicdomain zero 1.0"),
            new Words("NCSA", "university of illinois ncsa open source license"),
            new Words("UPL-1.0", "universal permissive license"),
            new Words("MPL-2.0", "mozilla public license, v. 2.0", "mozilla public license version 2.0"),
            new Words("MPL-2.0", "mozilla public license, version 2.0", "mozilla public license 2.0"),
            new Words("MPL-1.1", "mozilla public license version 1.1", "mozilla public license, version 1.1"),
            new Words("EPL-1.0", "eclipse public license v1.0", "eclipse public license version 1.0"),
            new Words("EPL-2.0", "eclipse public license v. 2.0", "eclipse public license 2.0"),
            new Words("EPL-2.0", "eclipse public license v2.0", "eclipse public license version 2.0"),
            new Words("CDDL-1.0", "common development and distribution license"),
            new Words("CC-BY-SA-4.0", "creative commons attribution sharealike 4.0"),
            new Words("CC-BY-NC-4.0", "creative commons attribution noncommercial 4.0"));

    private static final Pattern GNU = Pattern.compile("gnu (lesser |library |affero )?general public licen[sc]e");
    private static final Pattern GNU_VERSION = Pattern.compile("version ([123](?:\\.[01])?)\\b");
    private static final int GNU_VERSION_CHARS = 250;

    private LicenceWords() {}

    /** Words, any of which tells the licence. */
    private record Words(String expression, List<String> any) {
        Words(String expression, String... any) {
            this(expression, List.of(any));
        }

        boolean areIn(String plain) {
            return any.stream().anyMatch(plain::contains);
        }
    }

    /** All licences that the text tells: any of them if it says so, else all at once. */
    static Optional<LicenceExpression> expression(String plain) {
        List<String> found = new ArrayList<>();
        WORDS.stream()
                .filter(words -> words.areIn(plain))
                .map(Words::expression)
                .filter(expression -> found.stream().noneMatch(other -> other.startsWith(expression)))
                .forEach(found::add);
        grant(plain).filter(expression -> !found.contains(expression)).ifPresent(found::add);
        gnu(plain).ifPresent(found::add);
        boolean choice = plain.contains("dual licensed") || plain.contains("under either");
        return LicenceExpression.leading(String.join(choice ? " OR " : " AND ", found));
    }

    /** Licences that are a paragraph, told apart by what the paragraph asks. */
    private static Optional<String> grant(String plain) {
        if (plain.contains("redistribution and use in source and binary forms")) {
            return Optional.of(
                    plain.contains("all advertising materials mentioning")
                            ? "BSD-4-Clause"
                            : plain.contains("neither the name") ? "BSD-3-Clause" : "BSD-2-Clause");
        }
        if (plain.contains("permission to use, copy, modify, and or distribute this software for any purpose")
                || plain.contains("permission to use, copy, modify, and distribute this software for any purpose")) {
            return Optional.of(plain.contains("provided that the above copyright notice") ? "ISC" : "0BSD");
        }
        boolean zlib = plain.contains("this software is provided as is , without any express or implied warranty")
                && plain.contains("altered source versions must be plainly marked");
        return zlib ? Optional.of("Zlib") : Optional.empty();
    }

    /** The first of GNU's licences that is named, since each one's text names the others. */
    private static Optional<String> gnu(String plain) {
        Matcher name = GNU.matcher(plain);
        if (!name.find()) {
            return Optional.empty();
        }
        String kind = name.group(1) == null ? "" : name.group(1);
        String family = kind.isEmpty() ? "GPL" : kind.startsWith("affero") ? "AGPL" : "LGPL";
        int end = Math.min(plain.length(), name.end() + GNU_VERSION_CHARS);
        Matcher stated = GNU_VERSION.matcher(plain).region(name.end(), end);
        boolean hasVersion = stated.find();
        String number = hasVersion ? stated.group(1) : family.equals("AGPL") ? "3" : family.equals("LGPL") ? "2" : "1";
        boolean later = !hasVersion || plain.indexOf("any later version", name.end()) >= 0;
        String version = number.contains(".") ? number : number + ".0";
        String exception = plain.contains("classpath exception") ? " WITH Classpath-exception-2.0" : "";
        return Optional.of(family + "-" + version + (later ? "-or-later" : "-only") + exception);
    }
}
