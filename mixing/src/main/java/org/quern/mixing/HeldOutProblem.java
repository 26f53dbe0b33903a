package org.quern.mixing;

import org.quern.ingest.document.DocumentId;
import org.quern.mixing.problem.Problem;

/**
 * A problem to evaluate with: the row of {@code problems/}.
 *
 * @param id of prompt and solution
 * @param kind what it exercises
 * @param prompt what the model is given
 * @param solution what should follow
 * @param answer the line after {@code Answer:} in the solution
 */
record HeldOutProblem(String id, String kind, String prompt, String solution, String answer) {
    static HeldOutProblem of(Problem problem) {
        String id = DocumentId.of("quern:problems", problem.text());
        return new HeldOutProblem(id, problem.kind(), problem.prompt(), problem.solution(), problem.answer());
    }
}
