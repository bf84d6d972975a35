package dev.backstory.core.config.ids;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.contract.IdKind;

/** What the ids of the sources are. Ids that are texts get numbers from a dictionary of the lake. */
public record IdSettings(
        @Key(
                name = "customer_id",
                doc =
                        "What a customer's id is: number for a 64-bit integer, text for any text, which gets a number from"
                                + " a dictionary.",
                example = "text",
                defaultValue = "number")
        IdType customerId,

        @Key(
                name = "item_id",
                doc =
                        "What an item's id is: number for a positive 64-bit integer, text for any text, which gets a number"
                                + " from a dictionary.",
                example = "text",
                defaultValue = "number")
        IdType itemId) {

    /** All ids are numbers: what a config has that says nothing. */
    public static final IdSettings NUMBERS = new IdSettings(IdType.NUMBER, IdType.NUMBER);

    public IdType of(IdKind kind) {
        return switch (kind) {
            case CUSTOMER -> customerId;
            case ITEM -> itemId;
        };
    }

    public boolean isText(IdKind kind) {
        return of(kind) == IdType.TEXT;
    }

    /** Whether any of them is. */
    public boolean anyText() {
        return isText(IdKind.CUSTOMER) || isText(IdKind.ITEM);
    }
}
