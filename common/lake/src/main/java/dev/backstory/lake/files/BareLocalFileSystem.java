package dev.backstory.lake.files;

import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system without what makes small files slow: no {@code chmod} process per new file (permissions
 * are left to the umask) and no {@code .crc} file beside each (Parquet pages and the audit carry the burden of proof).
 */
public final class BareLocalFileSystem extends LocalFileSystem {
    public BareLocalFileSystem() {
        super(new WithoutChmod());
        setWriteChecksum(false);
        setVerifyChecksum(false);
    }

    private static final class WithoutChmod extends RawLocalFileSystem {
        @Override
        public void setPermission(Path path, FsPermission permission) {
            // The process's umask decides.
        }
    }
}
