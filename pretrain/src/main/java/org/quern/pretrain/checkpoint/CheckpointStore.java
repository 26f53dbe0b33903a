package org.quern.pretrain.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The checkpoints of a training, in a folder that all ranks see. Each rank writes its share; when all have, rank 0
 * commits: a checkpoint is there whole or not at all.
 *
 * @param folder of {@code step-N} folders
 */
public record CheckpointStore(Path folder) {
    private static final String PREFIX = "step-";

    /** The steps of which there is a checkpoint, newest first. */
    public List<Long> steps() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(PREFIX + "[0-9]+"))
                    .map(name -> Long.parseLong(name.substring(PREFIX.length())))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    /** Deletes what was begun and never committed. */
    public void deletePartial() throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(
                                path -> path.getFileName().toString().endsWith(".partial"))
                        .toList()) {
                    Folders.delete(file);
                }
            }
        }
    }

    /**
     * Writes a rank's share of a checkpoint, each tensor with its checksum.
     *
     * @param step of the checkpoint
     */
    public void writeShare(long step, int rank, List<StateTensor> tensors) throws IOException {
        Path file = Files.createDirectories(partial(step)).resolve(share(rank));
        Files.deleteIfExists(file);
        SafetensorsWriter writer = new SafetensorsWriter();
        Map<String, String> checksums = new TreeMap<>();
        for (StateTensor tensor : tensors) {
            if (tensor.slice().length() > 0) {
                writer.add(tensor.name(), new long[] {tensor.slice().length()}, tensor.memory());
                checksums.put(
                        tensor.name(),
                        CheckpointFile.checksum(tensor.memory().get().duplicate()));
            }
        }
        writer.write(file, checksums);
    }

    /**
     * Makes a checkpoint of what all ranks wrote.
     *
     * @param state what a restart needs beside the tensors
     * @param keep how many of the newest checkpoints stay
     */
    public void commit(long step, int ranks, Map<String, String> state, int keep) throws IOException {
        List<Path> shares = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            shares.add(partial(step).resolve(share(rank)));
        }
        CheckpointFile.write(partial(step), shares, state);
        Folders.delete(path(step));
        Files.move(partial(step), path(step), StandardCopyOption.ATOMIC_MOVE);
        List<Long> steps = steps();
        for (long old : steps.subList(Math.min(keep, steps.size()), steps.size())) {
            Folders.delete(path(old));
        }
    }

    /** Gives up a checkpoint that some rank could not write. */
    public void discard(long step) throws IOException {
        Folders.delete(partial(step));
    }

    /**
     * Reads a checkpoint.
     *
     * @param tensors filled from whichever ranks' shares hold their numbers
     * @return the state that it was committed with
     * @throws IOException if something is damaged or missing; the tensors may be half filled then
     */
    public Map<String, String> read(long step, List<StateTensor> tensors) throws IOException {
        return CheckpointFile.read(path(step), tensors);
    }

    private Path path(long step) {
        return folder.resolve("%s%08d".formatted(PREFIX, step));
    }

    private Path partial(long step) {
        return folder.resolve(".%s%08d.partial".formatted(PREFIX, step));
    }

    private static String share(int rank) {
        return "rank-" + rank + ".safetensors";
    }
}
