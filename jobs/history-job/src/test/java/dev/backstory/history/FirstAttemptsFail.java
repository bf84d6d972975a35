package dev.backstory.history;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.TaskContext;

/** A local disk on which the first attempt of every task breaks down at its second file. */
public final class FirstAttemptsFail extends LocalFileSystem {
    private static final Set<Long> STARTED = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger FAILURES = new AtomicInteger();

    public FirstAttemptsFail() {
        setWriteChecksum(false);
    }

    static void install(Configuration conf) {
        STARTED.clear();
        FAILURES.set(0);
        conf.set("fs.file.impl", FirstAttemptsFail.class.getName());
        conf.setBoolean("fs.file.impl.disable.cache", true);
    }

    static int failures() {
        return FAILURES.get();
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        TaskContext task = TaskContext.get();
        if (task != null && task.attemptNumber() == 0 && !STARTED.add(task.taskAttemptId())) {
            FAILURES.incrementAndGet();
            throw new IOException("the disk broke down");
        }
        return super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
    }
}
