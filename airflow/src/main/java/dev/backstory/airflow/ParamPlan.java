package dev.backstory.airflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that can be given when a run is triggered. Its components are its keys in the DAG's file, in that order.
 *
 * @param required whether a run is rejected without it
 * @param defaultValue null for none
 */
@JsonPropertyOrder({"name", "type", "required", "default", "description"})
record ParamPlan(
        String name,
        Type type,
        boolean required,
        @JsonProperty("default") @Nullable Boolean defaultValue,
        String description) {

    enum Type {
        @JsonProperty("day")
        DAY,
        @JsonProperty("flag")
        FLAG
    }

    static ParamPlan neededDay(String name, String description) {
        return new ParamPlan(name, Type.DAY, true, null, description);
    }

    static ParamPlan optionalDay(String name, String description) {
        return new ParamPlan(name, Type.DAY, false, null, description);
    }

    static ParamPlan flag(String name, String description) {
        return new ParamPlan(name, Type.FLAG, false, false, description);
    }
}
