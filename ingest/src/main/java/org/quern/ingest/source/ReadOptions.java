package org.quern.ingest.source;

import java.io.Serializable;

/**
 * What readers are told.
 *
 * @param maxDocumentBytes larger records, entries and files are not read
 * @param textColumn of JSONL and Parquet
 * @param urlColumn of JSONL and Parquet, which need not be there
 * @param dateColumn likewise
 */
public record ReadOptions(int maxDocumentBytes, String textColumn, String urlColumn, String dateColumn)
        implements Serializable {}
