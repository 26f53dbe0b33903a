package org.quern.inference.evaluate;

/**
 * One generated text, a line of {@code samples.jsonl}.
 *
 * @param kind of prompt: {@code problem}, or the domain of the held-out text that it begins
 * @param expected the right answer; empty where there is none
 * @param correct whether the completion gives it
 */
public record Sample(String stage, String kind, String prompt, String completion, String expected, boolean correct) {}
