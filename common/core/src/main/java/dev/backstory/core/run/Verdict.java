package dev.backstory.core.run;

import java.util.Collection;

/** What an audit says of a check or a day, from best to worst. */
public enum Verdict {
    /** Everything holds. */
    PASS,

    /** Every invariant holds, but something is unusual. */
    WARN,

    /** An invariant is broken: the data is bad. */
    FAIL,

    /** Something could not be judged, which is never a pass. */
    ERROR;

    /** The worst of them; PASS where there are none. */
    public static Verdict worstOf(Collection<Verdict> verdicts) {
        return verdicts.stream().max(Verdict::compareTo).orElse(PASS);
    }

    /** Whether a day with this verdict is published. */
    public boolean publishes() {
        return this == PASS || this == WARN;
    }
}
