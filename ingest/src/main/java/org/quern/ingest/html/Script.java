package org.quern.ingest.html;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;

/** Superscripts and subscripts: {@code x<sup>2</sup>} is not {@code x2} but {@code x^2}. */
final class Script {
    private static final int MAX_LENGTH = 40;
    private static final Set<String> ORDINALS = Set.of("st", "nd", "rd", "th", "tm", "®", "™", "o", "a", "er", "e");

    private static final Evaluator LINK = new Evaluator.Tag("a");

    private Script() {}

    /** The element as {@code ^} or {@code _} and its text; an empty string for a footnote's mark; nothing if it is prose. */
    static Optional<String> of(Box box) {
        Element element = box.element;
        if (box.chars > MAX_LENGTH || !box.isSmall()) {
            return Optional.empty();
        }
        String text = element.text().strip();
        boolean footnote = text.startsWith("[") && text.endsWith("]") && element.selectFirst(LINK) != null;
        if (text.isEmpty() || footnote) {
            return Optional.of("");
        }
        if (ORDINALS.contains(text.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        String mark = element.nameIs("sup") ? "^" : "_";
        return Optional.of(text.length() == 1 ? mark + text : mark + "{" + text + "}");
    }
}
