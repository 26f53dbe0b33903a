package org.quern.mixing.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTest {
    private final Problem sum = new Problem("arithmetic", "What is 47 + 38?", "7 + 8 = 15", "85");
    private final Problem list = new Problem("lists", "Sort the list 3, 1.", "first 1", "1, 3");

    @Test
    void textIsPromptAndSolution() {
        assertThat(sum.text()).isEqualTo("Question: What is 47 + 38?\nSteps: 7 + 8 = 15\nAnswer: 85\n");
        assertThat(sum.prompt()).endsWith("Steps:");
    }

    @Test
    void findsTheAnswerInAGeneratedText() {
        assertThat(sum.isCorrect(sum.solution())).isTrue();
        assertThat(sum.isCorrect(" so what\nAnswer:  85.\nQuestion: more\nAnswer: 7"))
                .isTrue();
        assertThat(sum.isCorrect("85")).isTrue();
        assertThat(sum.isCorrect("Answer: 850")).isFalse();
        assertThat(sum.isCorrect("")).isFalse();
        assertThat(list.isCorrect("Answer: 1 3")).isTrue();
        assertThat(list.isCorrect("Answer: 3, 1")).isFalse();
    }
}
