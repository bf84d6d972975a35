package dev.backstory.airflow;

import java.util.Optional;

/**
 * What a person can give when triggering a run.
 *
 * @param required whether a run is refused without it
 * @param defaultValue empty for none
 */
record ParamPlan(String name, Type type, boolean required, Optional<Object> defaultValue, String description) {

    enum Type {
        DAY,
        FLAG
    }

    static ParamPlan neededDay(String name, String description) {
        return new ParamPlan(name, Type.DAY, true, Optional.empty(), description);
    }

    static ParamPlan optionalDay(String name, String description) {
        return new ParamPlan(name, Type.DAY, false, Optional.empty(), description);
    }

    static ParamPlan flag(String name, String description) {
        return new ParamPlan(name, Type.FLAG, true, Optional.of(false), description);
    }
}
