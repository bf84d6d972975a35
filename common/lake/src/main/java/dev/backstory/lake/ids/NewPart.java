package dev.backstory.lake.ids;

import dev.backstory.core.run.DictionaryPart;
import dev.backstory.core.run.RunId;
import java.io.Serializable;

/**
 * A part that is written and that no dictionary has yet.
 *
 * @param path where it was written, as text since it travels from executors
 */
public record NewPart(String path, String name, long first, long rows, long bytes, long textBytes)
        implements Serializable {

    DictionaryPart by(RunId run) {
        return new DictionaryPart(name, first, rows, bytes, textBytes, run);
    }
}
