package dev.backstory.history.merge;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The open files of a task, to be closed together. */
public final class OpenCursors implements Closeable {
    private final List<Closeable> open = new ArrayList<>();

    public <T extends Closeable> T add(T cursor) {
        open.add(cursor);
        return cursor;
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Closeable cursor : open) {
            try {
                cursor.close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
