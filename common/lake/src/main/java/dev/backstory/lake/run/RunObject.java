package dev.backstory.lake.run;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run on an object store until all of its days are published: one small object, which changes in one
 * step, so that between an owner that finishes and another process that considers it dead, one comes first.
 *
 * @param claimedAt by the owner's clock
 * @param beats heartbeats so far: each of them changes the object
 * @param days the days it builds; empty until it has announced them
 * @param staged its manifest once it is complete
 */
public record RunObject(
        RunId run,
        State state,
        Owner owner,
        Instant claimedAt,
        long beats,
        List<DayRange> days,
        @Nullable StagedRun staged) {

    public enum State {
        /** It is being written. */
        BUILDING,
        /** It is complete. */
        STAGED,
        /** Its files are being removed; its owner can no longer finish it. */
        REMOVING
    }

    public static RunObject claimed(RunId run, List<DayRange> days) {
        return new RunObject(run, State.BUILDING, Owner.current(), Instant.now(), 0, days, null);
    }

    RunObject beat() {
        return new RunObject(run, state, owner, claimedAt, beats + 1, days, staged);
    }

    RunObject of(List<DayRange> announced) {
        return new RunObject(run, state, owner, claimedAt, beats, announced, staged);
    }

    RunObject staged(StagedRun manifest) {
        return new RunObject(run, State.STAGED, owner, claimedAt, beats, days, manifest);
    }

    RunObject removing() {
        return new RunObject(run, State.REMOVING, owner, claimedAt, beats, days, null);
    }

    /** Whether it was claimed before another one; of two claimed at the same moment, exactly one is. */
    public boolean isBefore(RunObject other) {
        int order = claimedAt.compareTo(other.claimedAt);
        return order < 0 || (order == 0 && owner.id().compareTo(other.owner.id()) < 0);
    }
}
