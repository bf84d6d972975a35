package dev.backstory.lake.iceberg;

import dev.backstory.lake.objects.LastBytes;
import dev.backstory.lake.objects.ObjectStore;
import dev.backstory.lake.objects.ObjectStores;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/** Iceberg's files as Hadoop reaches them; of an object that is short, one request brings all, where S3A asks first what it is. */
public final class LakeFileIO extends HadoopFileIO {
    private static final long UNKNOWN = -1;

    /** Iceberg makes what it finds by name, which only classes of its own loader are. */
    static String nameFor(Class<?> iceberg) {
        return (iceberg.getClassLoader() == LakeFileIO.class.getClassLoader() ? LakeFileIO.class : HadoopFileIO.class)
                .getName();
    }

    @Override
    public InputFile newInputFile(String location) {
        return read(super.newInputFile(location), UNKNOWN);
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        return read(super.newInputFile(location, length), length);
    }

    private InputFile read(InputFile file, long length) {
        boolean mayBeShort = length == UNKNOWN || length <= ObjectStore.SHORT;
        return mayBeShort && ObjectStores.hold(new Path(file.location()), getConf())
                ? new ShortFile(file, length)
                : file;
    }

    /** A file of which the last bytes are read when anything of it is asked for; they may be all. */
    private final class ShortFile implements InputFile {
        private final InputFile file;
        private final long length;
        private @Nullable InputFile opened;

        ShortFile(InputFile file, long length) {
            this.file = file;
            this.length = length;
        }

        private synchronized InputFile opened() {
            InputFile known = opened;
            if (known == null) {
                known = open();
                opened = known;
            }
            return known;
        }

        private InputFile open() {
            Path path = new Path(file.location());
            try {
                LastBytes end = ObjectStores.open(path, getConf()).end(path, ObjectStore.SHORT);
                return end.isWhole() ? new InMemoryInputFile(file.location(), end.bytes()) : file;
            } catch (FileNotFoundException e) {
                throw new NotFoundException(e, "Cannot read %s", path);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + path, e);
            }
        }

        @Override
        public long getLength() {
            return length == UNKNOWN ? opened().getLength() : length;
        }

        @Override
        public SeekableInputStream newStream() {
            return opened().newStream();
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
