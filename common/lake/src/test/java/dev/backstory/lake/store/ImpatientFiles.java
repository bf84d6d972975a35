package dev.backstory.lake.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** Files of which Iceberg does not ask for twenty times what cannot be read: of a process that is dead to the server. */
public final class ImpatientFiles extends HadoopFileIO {
    @Override
    public InputFile newInputFile(String path) {
        return new Impatient(super.newInputFile(path));
    }

    @Override
    public InputFile newInputFile(String path, long length) {
        return new Impatient(super.newInputFile(path, length));
    }

    private record Impatient(InputFile file) implements InputFile {
        @Override
        public long getLength() {
            return file.getLength();
        }

        @Override
        public SeekableInputStream newStream() {
            try (InputStream in = file.newStream()) {
                return new InMemoryInputFile(file.location(), in.readAllBytes()).newStream();
            } catch (IOException | UncheckedIOException e) {
                throw new NotFoundException(e, "Cannot read %s", file.location());
            }
        }

        @Override
        public String location() {
            return file.location();
        }

        @Override
        public boolean exists() {
            return file.exists();
        }
    }
}
