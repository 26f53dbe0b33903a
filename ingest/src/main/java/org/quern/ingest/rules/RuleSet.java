package org.quern.ingest.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A named list of rules, applied in order until one drops the text. */
public enum RuleSet {
    /** Keeps everything. */
    NONE(List.of()),
    /** Gopher's repetition and quality rules. */
    GOPHER(List.of(new GopherRepetition(), GopherQuality.english())),
    /** C4 with its rule that lines end in punctuation. */
    C4(List.of(new C4(true))),
    /** FineWeb: Gopher repetition, Gopher quality, C4 without terminal punctuation, FineWeb's own, in this order. */
    FINEWEB(List.of(new GopherRepetition(), GopherQuality.english(), new C4(false), new FineWebQuality())),
    /** DCLM: Gopher quality, Gopher repetition, corrected lines. */
    DCLM(List.of(GopherQuality.english(), new GopherRepetition(), new DclmLines())),
    /** FineWeb's without what is about English: C4's phrases and Gopher's stop words. */
    MULTILINGUAL(List.of(new GopherRepetition(), GopherQuality.anyLanguage(), new FineWebQuality())),
    /** For languages that write no blanks between words, which rules over words misjudge: length, letters, repeated lines. */
    UNSPACED(List.of(
            new LengthRule(100, 2_000_000), new TextShareRule(0.5), new LineRule(Double.MAX_VALUE, 100_000, 0.3))),
    /** For texts with formulas, tables and code in them: length, share of letters, repeated lines. */
    MATHEMATICS(List.of(
            new LengthRule(200, 2_000_000), new TextShareRule(0.25), new LineRule(Double.MAX_VALUE, 100_000, 0.5))),
    /**
     * For source files: no copies of other projects, nothing generated; length, share of letters, line lengths (the limits of The
     * Stack's filters), repeated lines.
     */
    CODE(code(List.of())),
    /** The same, of permissive licences only; what states none is dropped too. */
    PERMISSIVE_CODE(code(List.of(new LicenceRule(false)))),
    /** The same, of permissive licences or none stated. */
    UNRESTRICTED_CODE(code(List.of(new LicenceRule(true)))),
    /** For reference entries, which are short: length and share of letters. */
    KNOWLEDGE(List.of(new LengthRule(100, 2_000_000), new TextShareRule(0.5)));

    @SuppressWarnings("ImmutableEnumChecker") // List.of, and rules have no state
    private final List<Rule> rules;

    RuleSet(List<Rule> rules) {
        this.rules = rules;
    }

    private static List<Rule> code(List<Rule> first) {
        List<Rule> rules = new ArrayList<>(first);
        rules.addAll(List.of(
                new VendoredRule(),
                new GeneratedRule(),
                new LengthRule(100, 1_000_000),
                new TextShareRule(0.25),
                new LineRule(100, 1_000, 0.5)));
        return List.copyOf(rules);
    }

    /** What the rules say of a text from nowhere. */
    public Verdict judge(String text) {
        return judge(text, Origin.UNKNOWN);
    }

    /** The first drop; else keep, with the edited text if any rule edited it. Linear in the text. */
    public Verdict judge(String text, Origin origin) {
        MeasuredText measured = new MeasuredText(text, origin);
        Verdict edited = Verdict.KEEP;
        for (Rule rule : rules) {
            Verdict verdict = rule.judge(measured);
            if (!verdict.keep()) {
                return verdict;
            }
            if (verdict.edited().isPresent()) {
                edited = verdict;
                measured = measured.with(verdict.edited().get());
            }
        }
        return edited;
    }

    /**
     * The set of this name, in any case.
     *
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    public static RuleSet named(String name) {
        return Arrays.stream(values())
                .filter(set -> set.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("rules must be one of " + names() + ", got " + name));
    }

    private static String names() {
        return Arrays.stream(values())
                .map(set -> set.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
