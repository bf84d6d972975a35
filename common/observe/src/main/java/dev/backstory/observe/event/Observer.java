package dev.backstory.observe.event;

/**
 * Is notified of the beginning and the end of jobs. Nothing that an observer does or fails to do affects a day: it
 * throws nothing, and takes no noticeable time.
 */
public interface Observer extends AutoCloseable {
    /** No observer: facts need not be gathered for it. */
    Observer NONE = new Observer() {
        @Override
        public void started(JobRun run) {}

        @Override
        public void ended(JobRun run, JobResult result) {}

        @Override
        public void close() {}
    };

    void started(JobRun run);

    void ended(JobRun run, JobResult result);

    /** When this returns, everything has been sent, or given up with one line. */
    @Override
    void close();
}
