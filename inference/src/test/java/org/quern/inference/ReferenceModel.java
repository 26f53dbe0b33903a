package org.quern.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;

/**
 * The model in plain Java and double precision, without a cache: every call computes every position again. A position that
 * left at an exit keeps its state from there on, and the layers above make their keys and values from that state; this is
 * what filling the cache means.
 */
final class ReferenceModel {
    private final ModelConfig config;
    private final Map<String, double[][]> matrices = new HashMap<>();

    ReferenceModel(Path folder) throws IOException {
        ModelFolder files = new ModelFolder(folder);
        config = files.config();
        ParameterLayout layout = TinyCheckpoint.layout(config);
        try (Scope scope = Scope.open("reference")) {
            ParameterBuffer weights = files.load(scope, layout);
            for (ParameterLayout.Slot slot : layout.slots()) {
                float[] flat = weights.view(slot.spec().name()).toFloatArray();
                int columns = Math.max(1, slot.spec().columns());
                double[][] matrix = new double[slot.spec().rows()][columns];
                for (int i = 0; i < flat.length; i++) {
                    matrix[i / columns][i % columns] = flat[i];
                }
                matrices.put(slot.spec().name(), matrix);
            }
        }
    }

    /**
     * The states after a number of layers.
     *
     * @param left for each position, after how many layers it left
     */
    double[][] hidden(List<Integer> tokens, List<Integer> left, int layers) {
        double[][] x = new double[tokens.size()][];
        for (int i = 0; i < x.length; i++) {
            x[i] = matrices.get(Model.EMBEDDING)[tokens.get(i)].clone();
        }
        for (int layer = 0; layer < layers; layer++) {
            double[][] y = layer(x, Model.layerPrefix(layer));
            for (int i = 0; i < x.length; i++) {
                x[i] = left.get(i) > layer ? y[i] : x[i];
            }
        }
        return x;
    }

    double[] logits(double[] hidden) {
        return times(Model.HEAD, norm(hidden, Model.FINAL_NORM));
    }

    /** The MTP layer's logits after the last of some positions, each with the token that follows it. */
    double[] draftLogits(double[][] hidden, List<Integer> next) {
        String prefix = "model.mtp_layers.0.";
        double[][] x = new double[hidden.length][];
        for (int i = 0; i < x.length; i++) {
            double[] left = norm(hidden[i], prefix + "hidden_layernorm.weight");
            double[] right = norm(matrices.get(Model.EMBEDDING)[next.get(i)], prefix + "token_layernorm.weight");
            double[] both = java.util.Arrays.copyOf(left, 2 * left.length);
            System.arraycopy(right, 0, both, left.length, right.length);
            x[i] = times(prefix + "input_proj.weight", both);
        }
        return times(Model.HEAD, norm(layer(x, prefix)[x.length - 1], prefix + "final_layernorm.weight"));
    }

    private double[][] layer(double[][] x, String prefix) {
        int heads = config.numAttentionHeads();
        int keys = config.numKeyValueHeads();
        double[][] qkv = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            qkv[i] = times(prefix + "self_attn.qkv_proj.weight", norm(x[i], prefix + "input_layernorm.weight"));
            double[][] bias = matrices.get(prefix + "self_attn.qkv_proj.bias");
            for (int j = 0; j < qkv[i].length; j++) {
                qkv[i][j] += bias[j][0];
            }
            for (int head = 0; head < heads + keys; head++) {
                rotate(qkv[i], head * config.headDim(), i);
            }
        }
        double[][] y = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            double[] attended = new double[heads * config.headDim()];
            for (int head = 0; head < heads; head++) {
                attend(qkv, i, head, attended);
            }
            y[i] = sum(x[i], times(prefix + "self_attn.o_proj.weight", attended));
            double[] gateUp =
                    times(prefix + "mlp.gate_up_proj.weight", norm(y[i], prefix + "post_attention_layernorm.weight"));
            double[] active = new double[gateUp.length / 2];
            for (int j = 0; j < active.length; j++) {
                active[j] = gateUp[j] / (1 + Math.exp(-gateUp[j])) * gateUp[active.length + j];
            }
            y[i] = sum(y[i], times(prefix + "mlp.down_proj.weight", active));
        }
        return y;
    }

    private void attend(double[][] qkv, int at, int head, double[] out) {
        int width = config.headDim();
        int key = config.numAttentionHeads() + head * config.numKeyValueHeads() / config.numAttentionHeads();
        int value = key + config.numKeyValueHeads();
        double[] weights = new double[at + 1];
        double total = 0;
        for (int j = 0; j <= at; j++) {
            double score = 0;
            for (int d = 0; d < width; d++) {
                score += qkv[at][head * width + d] * qkv[j][key * width + d];
            }
            weights[j] = Math.exp(score / Math.sqrt(width));
            total += weights[j];
        }
        for (int j = 0; j <= at; j++) {
            for (int d = 0; d < width; d++) {
                out[head * width + d] += weights[j] / total * qkv[j][value * width + d];
            }
        }
    }

    private void rotate(double[] x, int from, int position) {
        int half = config.headDim() / 2;
        for (int d = 0; d < half; d++) {
            double angle = position * Math.pow(config.ropeTheta(), -2.0 * d / config.headDim());
            double left = x[from + d];
            double right = x[from + half + d];
            x[from + d] = left * Math.cos(angle) - right * Math.sin(angle);
            x[from + half + d] = right * Math.cos(angle) + left * Math.sin(angle);
        }
    }

    private double[] norm(double[] x, String name) {
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        double scale = 1 / Math.sqrt(squares / x.length + config.rmsNormEps());
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * scale * matrices.get(name)[i][0];
        }
        return y;
    }

    private double[] times(String name, double[] x) {
        double[][] matrix = matrices.get(name);
        double[] y = new double[matrix.length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += matrix[i][j] * x[j];
            }
        }
        return y;
    }

    private static double[] sum(double[] x, double[] y) {
        double[] sum = x.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += y[i];
        }
        return sum;
    }
}
