package org.quern.ingest.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The formats that documents come in. */
public enum SourceFormat {
    /** WARC, ARC and WET. */
    WARC(Set.of("warc", "arc", "wet")),
    /** HTML pages. */
    HTML(Set.of("html", "htm", "xhtml", "shtml")),
    /** PDF files. */
    PDF(Set.of("pdf")),
    /** Plain text and Markdown. */
    TEXT(Set.of("txt", "text", "md", "markdown", "rst", "adoc")),
    /** Source files. */
    CODE(Set.of(
            "java", "kt", "kts", "scala", "groovy", "clj", "py", "r", "jl", "c", "h", "cc", "cpp", "cxx", "hh", "hpp",
            "cu", "cs", "fs", "go", "rs", "swift", "m", "mm", "js", "mjs", "ts", "jsx", "tsx", "vue", "rb", "php", "pl",
            "pm", "lua", "sh", "bash", "ps1", "sql", "hs", "ml", "mli", "ex", "exs", "erl", "lisp", "scm", "el", "f90",
            "f", "pas", "d", "dart", "zig", "nim", "v", "sv", "vhd", "asm", "s", "proto", "cmake", "gradle")),
    /** TeX and LaTeX sources. */
    TEX(Set.of("tex", "ltx", "latex")),
    /** Jupyter notebooks. */
    NOTEBOOK(Set.of("ipynb")),
    /** One JSON object a line. */
    JSONL(Set.of("jsonl", "ndjson")),
    /** Parquet tables. */
    PARQUET(Set.of("parquet")),
    /** WordNet's data files. */
    WORDNET(Set.of());

    private static final Set<String> WORDNET_FILES = Set.of("data.noun", "data.verb", "data.adj", "data.adv");

    @SuppressWarnings("ImmutableEnumChecker") // Set.of
    private final Set<String> extensions;

    SourceFormat(Set<String> extensions) {
        this.extensions = extensions;
    }

    /** The format that a file's name tells, or nothing. */
    public static Optional<SourceFormat> ofName(String fileName) {
        String file = fileName.substring(fileName.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String name = Compression.ofName(file).strip(file);
        if (WORDNET_FILES.contains(name)) {
            return Optional.of(WORDNET);
        }
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return name.indexOf('.') < 0
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(format -> format.extensions.contains(extension))
                        .findFirst();
    }

    /**
     * The format of this name, in any case; nothing for {@code auto}.
     *
     * @throws IllegalArgumentException if there is no such format
     */
    public static Optional<SourceFormat> named(String name) {
        if (name.equals("auto")) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("format must be one of auto, "
                        + Arrays.stream(values())
                                .map(format -> format.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ", got " + name)));
    }
}
