package dev.backstory.lake.days;

/** Whose turn it is, where of two that change something at once one must wait for the other. */
public interface Turns {
    /** For storage that itself says to one of two that the other was first. */
    Turns NONE = () -> () -> {};

    /** Waits for one's turn. */
    Turn take();

    /** A turn, until it is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }
}
