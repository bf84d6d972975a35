package dev.backstory.dq.report;

/** From best to worst. FAIL means bad data, ERROR that something could not be judged, which is never a pass. */
public enum Verdict {
    PASS,
    WARN,
    FAIL,
    ERROR;

    public Verdict worse(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Whether a day with this verdict is published. */
    public boolean publishes() {
        return this == PASS || this == WARN;
    }
}
