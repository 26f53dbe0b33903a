package org.quern.mixing;

import java.util.Locale;
import java.util.Set;

/** Which part of the mixture a document counts to. */
final class Domains {
    static final String CODE = "code";
    static final String MATHEMATICS = "mathematics";

    private static final Set<String> CODE_EXTENSIONS = Set.of(
            "java", "kt", "scala", "py", "c", "h", "cc", "cpp", "hpp", "cs", "go", "rs", "js", "ts", "rb", "php", "sh",
            "sql", "swift", "jl", "r", "lua", "pl", "hs", "ml", "groovy");
    private static final double MIN_CODE_LINES = 0.5;
    private static final double MIN_FORMULAS = 0.04;

    private Domains() {}

    /**
     * The domain of a document: what ingest said, made finer where that was a domain that {@code refined} names. There, a
     * source file is code by the extension of its url or source, a text is code if at least half of its lines look like it,
     * mathematics with at least {@value #MIN_FORMULAS} signs of it per word, and stays what it was otherwise.
     */
    static String refine(String domain, Set<String> refined, String url, String source, TextFeatures text) {
        if (!refined.contains(domain)) {
            return domain;
        }
        if (CODE_EXTENSIONS.contains(extension(url)) || CODE_EXTENSIONS.contains(extension(source))) {
            return CODE;
        }
        if (text.code() + text.comments() >= MIN_CODE_LINES && text.code() > 0) {
            return CODE;
        }
        return text.formulas() >= MIN_FORMULAS ? MATHEMATICS : domain;
    }

    private static String extension(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') ? path.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }
}
