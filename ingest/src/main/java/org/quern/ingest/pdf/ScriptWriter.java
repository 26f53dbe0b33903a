package org.quern.ingest.pdf;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/**
 * Glyphs of a line as text: a blank where a gap or a space parts words, and {@code ^} or {@code _} before what is smaller than
 * the line and above or below its baseline.
 */
final class ScriptWriter {
    /** A script's size, at most, in sizes of what it belongs to. */
    static final float MAX_SIZE = 0.85f;

    /** What begins further to the left is drawn over the letter before, as in TeX's name. */
    private static final float MAX_OVERLAP = 0.2f;

    private static final float MIN_RISE = 0.2f;
    private static final float MIN_FALL = 0.08f;
    private static final Set<String> ORDINALS = Set.of("st", "nd", "rd", "th", "tm", "®", "™");

    private ScriptWriter() {}

    /** The glyphs, from left to right, in one. */
    static Segment segment(List<Glyph> glyphs) {
        float size = mainSize(glyphs);
        float baseline = baseline(glyphs, size);
        StringBuilder text = new StringBuilder();
        StringBuilder script = new StringBuilder();
        char mark = 0;
        int fixedPitch = 0;
        Glyph last = glyphs.get(0);
        for (Glyph glyph : glyphs) {
            boolean apart = glyph.isSpace() || glyph.left() - last.right() > Segment.WORD_GAP * size;
            boolean over = glyph.left() - last.right() < -MAX_OVERLAP * size;
            char next = glyph.isSpace() ? mark : over && mark == 0 ? 0 : mark(glyph, size, baseline);
            if (next != mark || (apart && mark != 0)) {
                flush(text, script, mark);
                mark = next;
            }
            if (apart && !text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
                text.append(' ');
            }
            if (!glyph.isSpace()) {
                (mark == 0 ? text : script).append(glyph.text());
                last = glyph;
            }
            fixedPitch += glyph.fixedPitch() ? 1 : -1;
        }
        flush(text, script, mark);
        return new Segment(text.toString().strip(), glyphs.get(0).left(), last.right(), baseline, size, fixedPitch > 0);
    }

    private static void flush(StringBuilder text, StringBuilder script, char mark) {
        if (script.isEmpty()) {
            return;
        }
        String written = script.toString();
        boolean isScript = !text.isEmpty()
                && text.charAt(text.length() - 1) != ' '
                && !ORDINALS.contains(written.toLowerCase(Locale.ROOT));
        text.append(!isScript ? written : written.length() == 1 ? mark + written : mark + "{" + written + "}");
        script.setLength(0);
    }

    private static char mark(Glyph glyph, float size, float baseline) {
        float rise = baseline - glyph.baseline();
        if (glyph.size() > MAX_SIZE * size) {
            return 0;
        }
        return rise >= MIN_RISE * size ? '^' : rise <= -MIN_FALL * size ? '_' : 0;
    }

    /** The largest size that is not the exception: a formula may have more scripts than letters, a paragraph one initial. */
    private static float mainSize(List<Glyph> glyphs) {
        TreeMap<Float, Integer> counts = new TreeMap<>(Comparator.reverseOrder());
        glyphs.stream().filter(glyph -> !glyph.isSpace()).forEach(glyph -> counts.merge(glyph.size(), 1, Integer::sum));
        int most = Collections.max(counts.values());
        return counts.entrySet().stream()
                .filter(entry -> 4 * entry.getValue() >= most)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static float baseline(List<Glyph> glyphs, float size) {
        return glyphs.stream()
                .filter(glyph -> glyph.size() == size && !glyph.isSpace())
                .findFirst()
                .orElseThrow()
                .baseline();
    }
}
