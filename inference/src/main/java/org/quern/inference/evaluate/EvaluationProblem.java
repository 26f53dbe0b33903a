package org.quern.inference.evaluate;

import java.util.Locale;

/**
 * A problem with an answer that can be checked.
 *
 * @param prompt what the model is given
 * @param answer the right one
 */
record EvaluationProblem(String id, String prompt, String answer) {
    private static final String ANSWER = "Answer:";

    /**
     * Whether a completion gives the answer: on its first line that begins with {@code Answer:}, or as the whole text where
     * there is none. Case and spacing do not count, nor do commas between the items of a list, nor a full stop at the end.
     */
    boolean isCorrect(String completion) {
        String given = completion
                .lines()
                .filter(line -> line.startsWith(ANSWER))
                .findFirst()
                .map(line -> line.substring(ANSWER.length()))
                .orElse(completion);
        return canonical(given).equals(canonical(answer));
    }

    private static String canonical(String answer) {
        String spaced =
                answer.replace(',', ' ').strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        return spaced.endsWith(".") ? spaced.substring(0, spaced.length() - 1) : spaced;
    }
}
