package dev.backstory.lake.store;

import dev.backstory.core.run.PackRecord;
import dev.backstory.core.run.RunId;
import java.util.Collection;

/**
 * Packs while they are being written, in a folder that only this run uses. How they come into being depends on the
 * lake's storage.
 */
public interface PackBuild extends AutoCloseable {
    /** Removes what killed processes left behind, and begins. */
    static PackBuild begin(Lake lake) {
        Packs packs = new Packs(lake);
        return lake.isOnObjectStore()
                ? PointedPacks.begin(lake, packs, RunId.random())
                : RenamedPacks.begin(lake, packs, RunId.random());
    }

    RunId run();

    /** The run's folder as text, for tasks on other machines ({@link AttemptFolder#create}). */
    String folder();

    /**
     * Makes a pack of exactly these files.
     *
     * @param attempts whose folder is {@link Packs#folder}
     */
    void publish(PackRecord pack, Collection<AttemptFile> attempts);

    /** Removes what is left of the run. */
    @Override
    void close();
}
