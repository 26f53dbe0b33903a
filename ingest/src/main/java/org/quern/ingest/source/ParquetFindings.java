package org.quern.ingest.source;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;

/** Texts from the rows of a Parquet file; only the columns needed are read. A finding's offset is its row. */
final class ParquetFindings implements Findings {
    private final ParquetReader<Group> rows;
    private final String source;
    private final ReadOptions options;
    private final boolean hasUrl;
    private final boolean hasDate;
    private long row;

    private ParquetFindings(ParquetReader<Group> rows, MessageType schema, String source, ReadOptions options) {
        this.rows = rows;
        this.source = source;
        this.options = options;
        this.hasUrl = schema.containsField(options.urlColumn());
        this.hasDate = schema.containsField(options.dateColumn());
    }

    static Findings open(Path path, Configuration hadoop, String source, ReadOptions options) throws IOException {
        MessageType schema = schema(path, hadoop);
        if (!schema.containsField(options.textColumn())) {
            throw new IOException("no column '" + options.textColumn() + "' among "
                    + schema.getFields().stream().map(Type::getName).toList());
        }
        List<String> columns = List.of(options.textColumn(), options.urlColumn(), options.dateColumn());
        List<Type> wanted = schema.getFields().stream()
                .filter(field -> columns.contains(field.getName()))
                .toList();
        Configuration projected = new Configuration(hadoop);
        projected.set(ReadSupport.PARQUET_READ_SCHEMA, new MessageType(schema.getName(), wanted).toString());
        return new ParquetFindings(
                ParquetReader.builder(new GroupReadSupport(), path)
                        .withConf(projected)
                        .build(),
                schema,
                source,
                options);
    }

    @Override
    public Optional<Finding> next() throws IOException {
        Group group = rows.read();
        if (group == null) {
            return Optional.empty();
        }
        long offset = row++;
        Optional<String> text = string(group, options.textColumn());
        if (text.isEmpty()) {
            return Optional.of(Damage.damaged(source, offset, "no text in column '" + options.textColumn() + "'"));
        }
        if (text.get().length() > options.maxDocumentBytes()) {
            return Optional.of(Damage.tooLarge(source, offset, options.maxDocumentBytes()));
        }
        String url = hasUrl ? string(group, options.urlColumn()).orElse("") : "";
        Optional<String> date = hasDate ? ParquetDate.of(group, options.dateColumn()) : Optional.empty();
        return Optional.of(new RawText(url, source, offset, Kind.PROSE, text.get()).withDate(date));
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private static Optional<String> string(Group group, String column) {
        return group.getFieldRepetitionCount(column) == 0 ? Optional.empty() : Optional.of(group.getString(column, 0));
    }

    private static MessageType schema(Path path, Configuration hadoop) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
            return reader.getFooter().getFileMetaData().getSchema();
        }
    }
}
