package org.quern.mixing.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProblemGeneratorTest {
    private static final int COUNT = 20_000;

    private static final List<Problem> PROBLEMS = LongStream.range(0, COUNT)
            .mapToObj(new ProblemGenerator(1)::problem)
            .toList();

    @Test
    void aProblemIsAFunctionOfSeedAndNumber() {
        assertThat(new ProblemGenerator(1).problem(4321)).isEqualTo(PROBLEMS.get(4321));
        assertThat(new ProblemGenerator(2).problem(4321)).isNotEqualTo(PROBLEMS.get(4321));
    }

    @Test
    void theTextHasItsFixedForm() {
        assertThat(PROBLEMS).allSatisfy(problem -> {
            assertThat(problem.text()).matches("Question: [^\n]+\nSteps: [^\n]+\nAnswer: [^\n]+\n");
            assertThat(problem.text()).matches("\\p{ASCII}+").doesNotContain("  ", " \n", " ;");
            assertThat(problem.text().length()).isLessThan(400);
        });
    }

    @Test
    void kindsHaveEqualShares() {
        Map<String, Long> byKind =
                PROBLEMS.stream().collect(Collectors.groupingBy(Problem::kind, Collectors.counting()));
        assertThat(byKind).hasSize(ProblemKind.values().length);
        double share = (double) COUNT / byKind.size();
        assertThat(byKind.values()).allSatisfy(n -> assertThat((double) n).isCloseTo(share, within(share / 10)));
    }

    @Test
    void questionsVary() {
        Set<String> questions = PROBLEMS.stream().map(Problem::question).collect(Collectors.toSet());
        assertThat(questions.size()).isGreaterThan(COUNT * 8 / 10);
    }

    @Test
    void aQuestionHasOneSolution() {
        Map<String, String> solutions = new HashMap<>();
        for (Problem problem : PROBLEMS) {
            String other = solutions.putIfAbsent(problem.question(), problem.solution());
            assertThat(other == null || other.equals(problem.solution()))
                    .as(problem.text())
                    .isTrue();
        }
    }

    @Test
    void noHeldOutProblemIsInTrainingInAnyPhrasing() {
        Map<Boolean, Set<String>> sides = PROBLEMS.stream()
                .collect(Collectors.partitioningBy(
                        problem -> ProblemGenerator.isHeldOut(problem, 50),
                        Collectors.mapping(Problem::solution, Collectors.toCollection(HashSet::new))));
        Set<String> heldOut = sides.getOrDefault(true, Set.of());
        assertThat(heldOut.size()).isBetween(COUNT / 40, COUNT / 15);
        assertThat(heldOut).doesNotContainAnyElementsOf(sides.getOrDefault(false, Set.of()));
        assertThat(PROBLEMS).noneMatch(problem -> ProblemGenerator.isHeldOut(problem, 0));
        assertThat(PROBLEMS).allMatch(problem -> ProblemGenerator.isHeldOut(problem, 1000));
    }

    @Test
    void everyEquationInTheStepsHolds() {
        Function<Problem, List<String>> wrong = problem -> Equations.wrongIn(problem.steps());
        assertThat(PROBLEMS)
                .allSatisfy(problem ->
                        assertThat(wrong.apply(problem)).as(problem.text()).isEmpty());
    }
}
