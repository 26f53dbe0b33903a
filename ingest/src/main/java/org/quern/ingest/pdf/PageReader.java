package org.quern.ingest.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/** Takes the glyphs of each page from PDFBox. A page that cannot be read is left out. */
final class PageReader extends PDFTextStripper {
    /** What a file may ask for: forms that draw each other would never end, and no book has as much. */
    private static final long MAX_OPERATORS = 10_000_000;

    /** PDFBox holds all glyphs of a page at once. */
    private static final int MAX_PAGE_GLYPHS = 500_000;

    static {
        // Here, so that only who reads a PDF loads the font.
        BundledFont.useForMissingFonts();
    }

    private final List<Page> pages = new ArrayList<>();
    private final Map<PDFont, Boolean> fixedPitch = new HashMap<>();
    private @Nullable Exception failure;
    private long operators;
    private int pageGlyphs;

    PageReader() {
        setShouldSeparateByBeads(false);
        setSuppressDuplicateOverlappingText(true);
    }

    /** The pages that could be read, without those that hold no text. */
    List<Page> pages() {
        return pages;
    }

    /** Why a page could not be read, if any could not. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void processPage(PDPage page) {
        pageGlyphs = 0;
        try {
            super.processPage(page);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    @Override
    protected void writePage() {
        List<TextPosition> positions = new ArrayList<>();
        getCharactersByArticle().forEach(positions::addAll);
        float direction = mainDirection(positions);
        List<Glyph> glyphs = new ArrayList<>(positions.size());
        for (TextPosition position : positions) {
            Glyph glyph = glyph(position);
            if (position.getDir() == direction && !glyph.text().isEmpty()) {
                glyphs.add(glyph);
            }
        }
        List<Segment> segments = Segments.of(glyphs);
        if (!segments.isEmpty()) {
            pages.add(new Page(getCurrentPageNo() - 1, segments));
        }
        fixedPitch.clear();
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        if (++operators > MAX_OPERATORS) {
            throw new IllegalStateException("draws more than " + MAX_OPERATORS + " times");
        }
        super.processOperator(operator, operands);
    }

    @Override
    protected void processTextPosition(TextPosition text) {
        if (++pageGlyphs > MAX_PAGE_GLYPHS) {
            throw new IllegalStateException("a page has more than " + MAX_PAGE_GLYPHS + " characters");
        }
        super.processTextPosition(text);
    }

    /** The direction of most of the text, in degrees: what is written across it is no part of it. */
    private static float mainDirection(List<TextPosition> positions) {
        Map<Float, Integer> counts = new HashMap<>();
        positions.forEach(position -> counts.merge(position.getDir(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<Float, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0f);
    }

    private Glyph glyph(TextPosition position) {
        float left = position.getXDirAdj();
        return new Glyph(
                position.getUnicode() == null ? "" : Characters.plain(position.getUnicode()),
                left,
                left + position.getWidthDirAdj(),
                position.getYDirAdj(),
                Math.round(10 * position.getYScale()) / 10f,
                fixedPitch.computeIfAbsent(position.getFont(), PageReader::isFixedPitch));
    }

    private static boolean isFixedPitch(PDFont font) {
        return (font.getFontDescriptor() != null && font.getFontDescriptor().isFixedPitch())
                || Characters.isTypewriter(font.getName());
    }
}
