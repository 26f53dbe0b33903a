package org.quern.pretrain.collective;

/**
 * One operation as a rank means to run it. In round r a rank sends part {@code rank - r - 1} and takes in part
 * {@code rank - r - 2} (modulo N), which is the part that it sends in round r + 1: adding to it in the first N - 1 rounds,
 * which leaves part p finished on rank p, copying it in the N - 1 after. Every part is cut into the same number of blocks
 * and a block goes on as soon as it is in, so blocks, numbered through all rounds in the order sent, form one stream.
 *
 * @param number how many operations came before
 * @param rank of who sends
 * @param length of the buffer
 * @param reduced how numbers to be added travel
 */
record Operation(long number, Collective kind, int rank, int ranks, int length, WireFormat reduced) {
    /** Small enough to stay in a core's cache from one pass over it to the next. */
    static final int BLOCK_FLOATS = 1 << 17;

    /** A block's numbers in the buffer, whether they are added to those there, and how they travel. */
    record Block(Part range, boolean added, WireFormat format) {}

    /** The blocks of a part. */
    int blocksPerPart() {
        return Math.max(1, -Math.floorDiv(-length, ranks * BLOCK_FLOATS));
    }

    /** All that a rank sends, and as many as it takes in. */
    int blocks() {
        return blocksPerPart() * (kind.endRound(ranks) - kind.firstRound(ranks));
    }

    /** A block by its number, from 0, as this rank sends it. */
    Block sent(int index) {
        return block(index, rank);
    }

    /** A block by its number, from 0, as this rank takes it in. */
    Block taken(int index) {
        return block(index, rank - 1);
    }

    private Block block(int index, int sender) {
        int round = kind.firstRound(ranks) + index / blocksPerPart();
        Part part = Part.of(length, Math.floorMod(sender - round - 1, ranks), ranks);
        Part inPart = Part.of(part.length(), index % blocksPerPart(), blocksPerPart());
        boolean added = round < ranks - 1;
        Part range = new Part(part.begin() + inPart.begin(), part.begin() + inPart.end());
        return new Block(range, added, added ? reduced : WireFormat.FP32);
    }

    /** What the rank before runs if it runs the same. */
    Operation ofRankBefore() {
        return new Operation(number, kind, Math.floorMod(rank - 1, ranks), ranks, length, reduced);
    }

    /** All that two ranks must agree on, for messages between them and to people. */
    String text() {
        return String.format(
                "rank %d of %d runs operation %d, %s of %d numbers, summed by way of %s",
                rank, ranks, number, kind, length, reduced);
    }
}
