package org.quern.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.quern.ingest.job.InputException;
import org.quern.ingest.language.LanguageIdentifier;
import org.quern.ingest.language.fasttext.FastTextModel;

/** Language identifiers by the file of their model, which each JVM reads once. */
final class LanguageModels {
    private static final Map<String, FastTextModel> MODELS = new HashMap<>();

    private LanguageModels() {}

    /**
     * The identifier that a configuration names.
     *
     * @param file of a fastText model, or empty for {@link LanguageIdentifier#standard()}
     * @throws InputException if the file is no such model
     */
    static LanguageIdentifier identifier(String file, Configuration hadoop) {
        try {
            return file.isEmpty()
                    ? LanguageIdentifier.standard()
                    : LanguageIdentifier.of(model(new Path(file), hadoop));
        } catch (IOException e) {
            throw new InputException("languageModel: " + e.getMessage(), e);
        }
    }

    private static synchronized FastTextModel model(Path file, Configuration hadoop) throws IOException {
        FileSystem files = file.getFileSystem(hadoop);
        FileStatus status = files.getFileStatus(file);
        String version = status.getPath() + " " + status.getLen() + " " + status.getModificationTime();
        FastTextModel known = MODELS.get(version);
        if (known != null) {
            return known;
        }
        try (InputStream in = new BufferedInputStream(files.open(file))) {
            FastTextModel read = FastTextModel.read(in, status.getLen(), file.toString());
            MODELS.put(version, read);
            return read;
        }
    }
}
