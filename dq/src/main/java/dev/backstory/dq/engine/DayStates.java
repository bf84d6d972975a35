package dev.backstory.dq.engine;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.State;
import java.util.HashMap;
import java.util.Map;

/** What the scan found for one day: Deequ's states, further figures, and why something could not be computed. */
public final class DayStates {
    final Map<Analyzer<?, ?>, State<?>> states = new HashMap<>();
    final Map<Analyzer<?, ?>, String> errors = new HashMap<>();
    private final Map<String, Object> figures = new HashMap<>();
    private final Map<String, String> figureErrors = new HashMap<>();

    /** A figure of {@link CheckGroup#figures}; null when SQL gave null or the day has no rows. */
    public Object figure(String name) {
        return figures.get(name);
    }

    /** Why the figure could not be computed; null when it could. */
    public String figureError(String name) {
        return figureErrors.get(name);
    }

    void putFigure(String name, Object value) {
        if (value != null) {
            figures.put(name, value);
        }
    }

    void fail(CheckGroup part, String reason) {
        part.analyzers().forEach(analyzer -> errors.put(analyzer, reason));
        part.figures().keySet().forEach(figure -> figureErrors.put(figure, reason));
    }
}
