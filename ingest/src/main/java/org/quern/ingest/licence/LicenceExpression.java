package org.quern.ingest.licence;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An SPDX licence expression; its string is in SPDX's form. */
public sealed interface LicenceExpression {
    /**
     * The expression with which a text begins, whatever follows; nothing if none does. A slash between identifiers is the
     * {@code OR} of old Cargo manifests.
     */
    static Optional<LicenceExpression> leading(String text) {
        return new LicenceParser(text).expression();
    }

    /** Whether the licences that one may choose ask for no more than notice. */
    boolean isPermissive();

    /**
     * One licence.
     *
     * @param id SPDX's identifier or a reference to a licence of the package's own
     * @param exception what is permitted besides, or empty
     */
    record Single(String id, String exception) implements LicenceExpression {
        /** After the Blue Oak Council's list, and dedications to the public domain; in lower case. */
        private static final Set<String> PERMISSIVE = Stream.of("""
                        0BSD AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 Apache-1.0 Apache-1.1 Apache-2.0 Artistic-2.0 BlueOak-1.0.0
                        BSD-1-Clause BSD-2-Clause BSD-2-Clause-FreeBSD BSD-2-Clause-NetBSD BSD-2-Clause-Patent
                        BSD-2-Clause-Views BSD-3-Clause BSD-3-Clause-Attribution BSD-3-Clause-Clear BSD-3-Clause-LBNL
                        BSD-4-Clause BSD-4-Clause-UC BSD-Source-Code BSL-1.0 bzip2-1.0.6 CC0-1.0 CNRI-Python curl ECL-1.0
                        ECL-2.0 EFL-1.0 EFL-2.0 Entessa FSFAP FSFUL FSFULLR FTL HPND HPND-sell-variant ICU Info-ZIP ISC
                        JasPer-2.0 Libpng libpng-2.0 libtiff Linux-OpenIB MIT MIT-0 MIT-CMU MIT-Modern-Variant MITNFA MS-PL
                        MulanPSL-1.0 MulanPSL-2.0 NAIST-2003 NCSA NetCDF NTP OLDAP-2.8 OpenSSL PHP-3.0 PHP-3.01 PostgreSQL
                        PSF-2.0 Python-2.0 Ruby SGI-B-2.0 SMLNJ Spencer-86 TCL Unicode-3.0 Unicode-DFS-2015
                        Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Xnet Zlib zlib-acknowledgement ZPL-2.0 ZPL-2.1
                        """.split("\\s+", -1))
                .map(id -> id.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());

        @Override
        public boolean isPermissive() {
            return PERMISSIVE.contains(id.toLowerCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return exception.isEmpty() ? id : id + " WITH " + exception;
        }
    }

    /** Several licences that all hold. */
    record All(List<LicenceExpression> parts) implements LicenceExpression {
        @Override
        public boolean isPermissive() {
            return parts.stream().allMatch(LicenceExpression::isPermissive);
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(part -> part instanceof Any ? "(" + part + ")" : part.toString())
                    .collect(Collectors.joining(" AND "));
        }
    }

    /** Several licences of which one may be chosen. */
    record Any(List<LicenceExpression> parts) implements LicenceExpression {
        @Override
        public boolean isPermissive() {
            return parts.stream().anyMatch(LicenceExpression::isPermissive);
        }

        @Override
        public String toString() {
            return parts.stream().map(LicenceExpression::toString).collect(Collectors.joining(" OR "));
        }
    }
}
