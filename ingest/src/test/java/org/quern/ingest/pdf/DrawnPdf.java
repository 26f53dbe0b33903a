package org.quern.ingest.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.util.Matrix;

/** Draws PDF files for tests: pages of 600 times 800 points, lines at places, y from the top. */
public final class DrawnPdf {
    private static final int HEIGHT = 800;
    private static final float LEADING = 12;

    private final PDDocument document = new PDDocument();
    private final PDFont serif = new PDType1Font(FontName.TIMES_ROMAN);
    private final PDFont courier = new PDType1Font(FontName.COURIER);
    private final PDFont unicode;
    private PDPage page = new PDPage();

    public DrawnPdf() throws IOException {
        unicode = PDType0Font.load(
                document,
                Objects.requireNonNull(FontMapper.class.getResourceAsStream(
                        "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")));
        page();
    }

    DrawnPdf page() {
        page = new PDPage(new PDRectangle(600, HEIGHT));
        document.addPage(page);
        return this;
    }

    /** Text in 10 points, a line each 12 points. */
    public DrawnPdf lines(float x, float y, String... lines) throws IOException {
        return lines(x, y, List.of(lines));
    }

    DrawnPdf lines(float x, float y, List<String> lines) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            draw(serif, 10, Matrix.getTranslateInstance(x, HEIGHT - y - i * LEADING), lines.get(i));
        }
        return this;
    }

    DrawnPdf text(float size, float x, float y, String text) throws IOException {
        return draw(serif, size, Matrix.getTranslateInstance(x, HEIGHT - y), text);
    }

    DrawnPdf unicode(float x, float y, String text) throws IOException {
        return draw(unicode, 10, Matrix.getTranslateInstance(x, HEIGHT - y), text);
    }

    DrawnPdf code(float x, float y, String text) throws IOException {
        return draw(courier, 10, Matrix.getTranslateInstance(x, HEIGHT - y), text);
    }

    DrawnPdf upwards(float x, float y, String text) throws IOException {
        return draw(serif, 10, Matrix.getRotateInstance(Math.PI / 2, x, HEIGHT - y), text);
    }

    private DrawnPdf draw(PDFont font, float size, Matrix place, String text) throws IOException {
        try (PDPageContentStream content =
                new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true)) {
            content.beginText();
            content.setFont(font, size);
            content.setTextMatrix(place);
            content.showText(text);
            content.endText();
        }
        return this;
    }

    /** Where a text of 10 points that begins at this x ends. */
    float end(float x, String text) throws IOException {
        return x + serif.getStringWidth(text) / 100;
    }

    public byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out);
        document.close();
        return out.toByteArray();
    }

    byte[] encrypted(String userPassword) throws IOException {
        document.protect(new StandardProtectionPolicy("owner", userPassword, new AccessPermission()));
        return bytes();
    }
}
