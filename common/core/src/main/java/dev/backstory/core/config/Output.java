package dev.backstory.core.config;

import dev.backstory.core.contract.Table;

/** A table the history step writes. */
public enum Output {
    TRAINING(Table.TRAINING),
    HISTORIES(Table.HISTORIES);

    private final Table table;

    Output(Table table) {
        this.table = table;
    }

    public Table table() {
        return table;
    }
}
