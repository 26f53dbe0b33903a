package org.quern.tokenizer.shard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Puts documents into rows of one length by best fit, the longest first: a piece goes where it leaves the least room. A
 * document longer than a row fills whole rows and its rest is packed as a document of its own; no other is cut. O(n log
 * n + n T / 64) for n documents and rows of T tokens.
 *
 * <p>Never worse than 11/9 of the least possible number of rows, and for texts, most of which are short, a row's room
 * is nearly always filled.
 */
final class BestFitPacker {

    private final int rowLength;
    /** Rows by the room left in them; of equal ones the last opened comes first. */
    private final List<Deque<List<Piece>>> rowsByRoom = new ArrayList<>();

    private final BitSet rooms = new BitSet();

    private BestFitPacker(int rowLength) {
        this.rowLength = rowLength;
        for (int room = 0; room <= rowLength; room++) {
            rowsByRoom.add(new ArrayDeque<>());
        }
    }

    /**
     * Packs documents.
     *
     * @param lengths tokens of each document
     * @return rows, in each the pieces in the documents' order; the rows in no order of meaning, but the same for the
     *     same lengths
     */
    static List<List<Piece>> pack(int[] lengths, int rowLength) {
        return new BestFitPacker(rowLength).pack(lengths);
    }

    private List<List<Piece>> pack(int[] lengths) {
        List<List<Piece>> rows = new ArrayList<>();
        List<Piece> parts = new ArrayList<>();
        for (int document = 0; document < lengths.length; document++) {
            int from = 0;
            for (; lengths[document] - from >= rowLength; from += rowLength) {
                rows.add(List.of(new Piece(document, from, rowLength)));
            }
            if (from < lengths[document]) {
                parts.add(new Piece(document, from, lengths[document] - from));
            }
        }
        // The sort is stable, so equal lengths stay in the documents' order.
        parts.sort(Comparator.comparingInt(Piece::length).reversed());
        for (Piece part : parts) {
            place(part, rows);
        }
        for (List<Piece> row : rows) {
            if (row.size() > 1) {
                row.sort(Comparator.comparingInt(Piece::document));
            }
        }
        return rows;
    }

    private void place(Piece part, List<List<Piece>> rows) {
        int room = rooms.nextSetBit(part.length());
        List<Piece> row;
        if (room < 0) {
            room = rowLength;
            row = new ArrayList<>();
            rows.add(row);
        } else {
            row = rowsByRoom.get(room).pop();
            rooms.set(room, !rowsByRoom.get(room).isEmpty());
        }
        row.add(part);
        int left = room - part.length();
        if (left > 0) {
            rowsByRoom.get(left).push(row);
            rooms.set(left);
        }
    }
}
