package org.quern.ingest.mask;

/** Where in a text something was found: {@code start} up to but not {@code end}. */
record Place(int start, int end) {}
