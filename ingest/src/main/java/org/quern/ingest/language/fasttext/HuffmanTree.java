package org.quern.ingest.language.fasttext;

/**
 * The tree of hierarchical softmax: leaves are labels, in the order of falling counts; then inner nodes, the root last.
 *
 * @param leaves number of labels
 * @param left child of each node
 * @param right child of each node
 */
record HuffmanTree(int leaves, int[] left, int[] right) {
    private static final long NO_COUNT = 1_000_000_000_000_000L;

    static HuffmanTree of(long[] counts) {
        int leaves = counts.length;
        int nodes = 2 * leaves - 1;
        long[] weights = java.util.Arrays.copyOf(counts, nodes);
        java.util.Arrays.fill(weights, leaves, nodes, NO_COUNT);
        int[] left = new int[nodes];
        int[] right = new int[nodes];
        int leaf = leaves - 1;
        int inner = leaves;
        for (int node = leaves; node < nodes; node++) {
            left[node] = leaf >= 0 && weights[leaf] < weights[inner] ? leaf-- : inner++;
            right[node] = leaf >= 0 && weights[leaf] < weights[inner] ? leaf-- : inner++;
            weights[node] = weights[left[node]] + weights[right[node]];
        }
        return new HuffmanTree(leaves, left, right);
    }

    int nodes() {
        return left.length;
    }
}
