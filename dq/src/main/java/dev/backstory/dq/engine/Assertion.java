package dev.backstory.dq.engine;

import java.util.function.DoublePredicate;
import scala.runtime.AbstractFunction1;

/**
 * What Deequ asks of a metric. Deequ hands over a Long (sizes) or a Double (all else), and a function that takes only
 * one of them turns the other into a failed check, so this takes any Number.
 */
final class Assertion extends AbstractFunction1<Object, Object> {
    private final DoublePredicate holds;

    Assertion(DoublePredicate holds) {
        this.holds = holds;
    }

    @Override
    public Object apply(Object metric) {
        return holds.test(((Number) metric).doubleValue());
    }
}
