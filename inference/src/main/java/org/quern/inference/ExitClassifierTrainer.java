package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.TokenBatch;

/**
 * Trains {@link ExitClassifiers} by logistic regression on completions at full depth: at each of their positions, the exit
 * either says the token that follows or does not. Of the texts, every fifth is held back, to tell how good the classifiers are.
 */
public final class ExitClassifierTrainer {
    private static final int HELD_BACK = 5;
    private static final double RIDGE = 1;
    private static final int NEWTON_STEPS = 12;

    private final ScoringModel model;
    private final Kernels kernels;
    private final List<Text> texts;

    private ExitClassifierTrainer(ScoringModel model, Kernels kernels, List<Text> texts) {
        this.model = model;
        this.kernels = kernels;
        this.texts = texts;
    }

    /**
     * How good a classifier is on texts that it was not trained on.
     *
     * @param exit the layer, counted from 1
     * @param positions how many there were
     * @param agreeing the share of them at which the exit says what the last layer says
     * @param leaving the share that would leave at a threshold
     * @param right the share of those that leave at which the exit says what the last layer says
     */
    public record Quality(int exit, int positions, double agreeing, double leaving, double right) {}

    /** Classifiers and how good they are. */
    public record Trained(ExitClassifiers classifiers, List<Quality> qualities) {}

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Text(int[] tokens, int prompt) {}

    /** States, each followed by a one, and whether the exit is right there. */
    private record Examples(List<float[]> states, List<Boolean> right) {}

    /**
     * Decodes prompts at full depth and learns from what comes out.
     *
     * @param threshold at which the classifiers' quality is told
     * @throws InputException if the model has no exits, or the prompts are too few
     */
    public static Trained train(Path checkpoint, Engine engine, List<Request> prompts, double threshold) {
        if (engine.config().exitLayers().isEmpty()) {
            throw new InputException(checkpoint + " has no exit_layers in its config.json; train with exit losses");
        }
        List<Text> texts = texts(prompts, engine.generate(prompts, DecodingOptions.plain(32)));
        if (texts.size() < 2 * HELD_BACK) {
            throw new InputException(texts.size() + " completions are too few to learn from; give " + 2 * HELD_BACK
                    + " prompts or more");
        }
        try (ScoringModel model = ScoringModel.open(checkpoint, Precision.FP32);
                Kernels kernels = Kernels.load(KernelSource.resource(ExitClassifierTrainer.class, "classifier.py"))) {
            return new ExitClassifierTrainer(model, kernels, texts).train(threshold);
        }
    }

    private static List<Text> texts(List<Request> prompts, Generation generation) {
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            List<Integer> prompt = prompts.get(i).prompt();
            List<Integer> completion = generation.completions().get(i).tokens();
            if (!prompt.isEmpty() && !completion.isEmpty()) {
                List<Integer> whole = new ArrayList<>(prompt);
                whole.addAll(completion);
                texts.add(new Text(whole.stream().mapToInt(Integer::intValue).toArray(), prompt.size()));
            }
        }
        return texts;
    }

    private Trained train(double threshold) {
        Map<Integer, float[]> weights = new TreeMap<>();
        List<Quality> qualities = new ArrayList<>();
        // Exit by exit: the states of all positions at one exit are what memory must hold.
        for (int exit : model.config().exitLayers()) {
            float[] fitted = fit(examples(exit, false));
            weights.put(exit, fitted);
            qualities.add(quality(exit, fitted, examples(exit, true), threshold));
        }
        return new Trained(new ExitClassifiers(weights), qualities);
    }

    private Examples examples(int exit, boolean heldBack) {
        List<Text> chosen = IntStream.range(0, texts.size())
                .filter(i -> (i % HELD_BACK == 0) == heldBack)
                .mapToObj(texts::get)
                .toList();
        Examples examples = new Examples(new ArrayList<>(), new ArrayList<>());
        model.read(chosen.stream().map(Text::tokens).toList(), pass -> {
            TokenBatch.Targets targets = targets(chosen, pass);
            NDArray hidden = pass.hidden().get(exit);
            float[] scores = model.head().scores(pass.step(), hidden, targets).toFloatArray();
            float[] states = hidden.toFloatArray();
            int count = targets.rows().length;
            for (int i = 0; i < count; i++) {
                examples.states().add(state(states, (int) targets.rows()[i]));
                examples.right().add(scores[count + i] == 1);
            }
        });
        return examples;
    }

    /** The tokens of completions, each at the position before it. */
    private static TokenBatch.Targets targets(List<Text> texts, ScoringModel.Pass pass) {
        List<Long> rows = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (int row = 0; row < pass.rows().size(); row++) {
            Text text = texts.get(pass.rows().get(row));
            for (int i = text.prompt() - 1; i + 1 < text.tokens().length; i++) {
                rows.add((long) row * pass.width() + i);
                ids.add((long) text.tokens()[i + 1]);
            }
        }
        return new TokenBatch.Targets(
                rows.stream().mapToLong(Long::longValue).toArray(),
                ids.stream().mapToLong(Long::longValue).toArray());
    }

    private float[] state(float[] states, int row) {
        int width = model.config().hiddenSize();
        double squares = 0;
        for (int i = 0; i < width; i++) {
            squares += (double) states[row * width + i] * states[row * width + i];
        }
        double scale = 1 / Math.sqrt(squares / width + model.config().rmsNormEps());
        float[] state = new float[width + 1];
        for (int i = 0; i < width; i++) {
            state[i] = (float) (states[row * width + i] * scale);
        }
        state[width] = 1;
        return state;
    }

    private float[] fit(Examples examples) {
        int count = examples.states().size();
        int width = model.config().hiddenSize() + 1;
        float[] x = new float[count * width];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(examples.states().get(i), 0, x, i * width, width);
            y[i] = examples.right().get(i) ? 1 : 0;
        }
        try (Scope scope = Scope.open("exit classifier")) {
            return kernels.array(
                            scope,
                            "fit_logistic",
                            scope.floats(x, count, width),
                            scope.floats(y, count),
                            RIDGE,
                            NEWTON_STEPS)
                    .toFloatArray();
        }
    }

    private static Quality quality(int exit, float[] weights, Examples examples, double threshold) {
        int positions = examples.states().size();
        int agreeing = 0;
        int leaving = 0;
        int right = 0;
        for (int i = 0; i < positions; i++) {
            boolean leaves = probability(weights, examples.states().get(i)) >= threshold;
            agreeing += examples.right().get(i) ? 1 : 0;
            leaving += leaves ? 1 : 0;
            right += leaves && examples.right().get(i) ? 1 : 0;
        }
        return new Quality(
                exit,
                positions,
                (double) agreeing / Math.max(1, positions),
                (double) leaving / Math.max(1, positions),
                (double) right / Math.max(1, leaving));
    }

    private static double probability(float[] weights, float[] state) {
        double score = 0;
        for (int i = 0; i < weights.length; i++) {
            score += (double) weights[i] * state[i];
        }
        return 1 / (1 + Math.exp(-score));
    }
}
