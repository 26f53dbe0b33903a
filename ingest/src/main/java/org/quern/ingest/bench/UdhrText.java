package org.quern.ingest.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.quern.ingest.language.LanguageCode;

/**
 * The Universal Declaration of Human Rights in one language and spelling.
 *
 * @param name the file's, without {@code .txt}: an ISO 639-3 code, often with a script, country or year behind it
 */
public record UdhrText(String name, String text) {
    private static final String EXTENSION = ".txt";
    private static final int MIN_SENTENCE = 40;
    private static final int MAX_SENTENCE = 200;
    private static final String SENTENCE_ENDS =
            "(?<=[.!?;:\u0964\u0965\u06d4\u061f\u061b\u3002\uff01\uff1f\uff1b\uff1a\u104b\u17d4\u1362])\\s*";

    /** The {@code .txt} files of a zip (such as NLTK's {@code udhr2.zip}) or of a folder, by name. */
    public static List<UdhrText> read(Path zipOrFolder) throws IOException {
        List<UdhrText> texts = new ArrayList<>(Files.isDirectory(zipOrFolder) ? folder(zipOrFolder) : zip(zipOrFolder));
        texts.sort(Comparator.comparing(UdhrText::name));
        return List.copyOf(texts);
    }

    private static List<UdhrText> folder(Path folder) throws IOException {
        List<UdhrText> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(EXTENSION)).toList()) {
                texts.add(of(file.getFileName().toString(), Files.readAllBytes(file)));
            }
        }
        return texts;
    }

    private static List<UdhrText> zip(Path zip) throws IOException {
        List<UdhrText> texts = new ArrayList<>();
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream in = new ZipInputStream(file)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().endsWith(EXTENSION)) {
                    texts.add(of(entry.getName().replaceFirst(".*/", ""), in.readAllBytes()));
                }
            }
        }
        return texts;
    }

    private static UdhrText of(String fileName, byte[] bytes) {
        return new UdhrText(
                fileName.substring(0, fileName.length() - EXTENSION.length()),
                new String(bytes, StandardCharsets.UTF_8));
    }

    /** As documents have it. */
    public String language() {
        return LanguageCode.of(name);
    }

    /**
     * Its lines cut behind sentence marks, semicolons and colons; what is longer than 200 characters cut again, at the last
     * blank before, or at 200 where there is none after the 40th; what is shorter than 40 left out.
     */
    public List<String> sentences() {
        return text.lines()
                .flatMap(line -> Stream.of(line.strip().split(SENTENCE_ENDS, -1)))
                .flatMap(sentence -> pieces(sentence.strip()).stream())
                .filter(piece -> piece.length() >= MIN_SENTENCE)
                .toList();
    }

    private static List<String> pieces(String sentence) {
        List<String> pieces = new ArrayList<>();
        String rest = sentence;
        while (rest.length() > MAX_SENTENCE) {
            int blank = rest.lastIndexOf(' ', MAX_SENTENCE);
            int cut = blank < MIN_SENTENCE ? MAX_SENTENCE : blank;
            pieces.add(rest.substring(0, cut));
            rest = rest.substring(cut).strip();
        }
        pieces.add(rest);
        return pieces;
    }
}
