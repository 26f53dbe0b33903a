package org.quern.inference.evaluate;

/**
 * A text to score.
 *
 * @param domain under which its loss is counted
 */
record EvaluationText(String id, String domain, String text) {}
