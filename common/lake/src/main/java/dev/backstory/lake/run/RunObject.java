package dev.backstory.lake.run;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run on an object store while not all of its days are published: one small object, which changes in one
 * step, so that of an owner who finishes and another process that takes it for dead, one is first.
 *
 * @param claimedAt by the owner's clock
 * @param beats heartbeats so far: with each the object is another one
 * @param days that it is for; empty before it said so
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

    /** Whether it was claimed before another one; of two at the same moment, one. */
    public boolean isBefore(RunObject other) {
        int order = claimedAt.compareTo(other.claimedAt);
        return order < 0 || (order == 0 && owner.id().compareTo(other.owner.id()) < 0);
    }
}
