package dev.backstory.observe.event;

/**
 * Is told what jobs do. Nothing that an observer does or fails to do changes what becomes of a day: it throws nothing, and
 * takes no time that a person would notice.
 */
public interface Observer extends AutoCloseable {
    /** Nobody watches: whoever would gather facts for an observer need not. */
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

    /** What was said is on its way when this returns, or given up with one line. */
    @Override
    void close();
}
