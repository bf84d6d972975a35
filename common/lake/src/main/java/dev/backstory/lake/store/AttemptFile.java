package dev.backstory.lake.store;

import dev.backstory.core.run.StagedFile;
import java.io.Serializable;

/**
 * A file that a task attempt has finished and the driver has not accepted yet.
 *
 * @param attempt the attempt's folder, under the run's {@code _attempts}
 * @param folder where it belongs in the run: {@code dt=D} or {@code rejected/dt=D}
 */
public record AttemptFile(String attempt, String folder, String name, long rows, long bytes) implements Serializable {
    public StagedFile staged() {
        return new StagedFile(name, rows, bytes);
    }
}
