package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.config.ids.IdType;
import dev.backstory.core.contract.IdKind;
import dev.backstory.spark.source.row.ItemFields;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.SourceType;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/** Makes an array of structs, as {@link ImpressionRules} judges it, of the lists of a source. */
final class ItemLists {
    private static final int QUOTED_CHARACTERS = 80;
    private static final String ITEM = "item_id";
    private static final String FLAG = "is_order";
    private static final Column NO_TEXT = lit(null).cast(DataTypes.StringType);

    private ItemLists() {}

    static RawRows asStructs(RawRows rows, IdSettings ids) {
        boolean areTexts = ids.of(IdKind.ITEM) == IdType.TEXT;
        RawColumn items = rows.columns().get("item_id");
        RawColumn flags = rows.columns().get("is_order");
        RawColumn ordered = rows.columns().get("ordered");
        Column listed = list(items);
        Column structs = transform(
                listed,
                (item, at) -> struct(
                        item.as(ITEM), label(flags, ordered, item, at, areTexts).as(FLAG)));
        Column problem = unreadable(items, listed);
        if (flags != null) {
            problem = coalesce(problem, unreadable(flags, list(flags)), unequal(items, flags));
        }
        if (ordered != null) {
            problem = coalesce(problem, unreadable(ordered, list(ordered)));
        }
        return rows.with(
                new RawColumn(items.name(), structs, SourceType.STRUCTS), ItemFields.texts(ITEM, FLAG), problem);
    }

    private static Column label(RawColumn flags, RawColumn ordered, Column item, Column at, boolean areTexts) {
        if (flags != null) {
            return get(list(flags), at);
        }
        if (ordered == null) {
            return NO_TEXT;
        }
        Column found = areTexts
                ? array_contains(list(ordered), item)
                : array_contains(transform(list(ordered), ItemLists::number), number(item));
        // Contained in a list with a null: not known to be there, and so not ordered.
        return when(list(ordered).isNull(), NO_TEXT)
                .when(coalesce(found, lit(false)), "1")
                .otherwise("0");
    }

    /** One text for one number: 7 and 007 are the same. */
    private static Column number(Column text) {
        Column whole = text.cast(DataTypes.LongType);
        return when(text.rlike("^[+-]?[0-9]+$").and(whole.isNotNull()), whole.cast(DataTypes.StringType))
                .otherwise(text);
    }

    private static Column list(RawColumn raw) {
        return raw.type() == SourceType.LIST
                ? raw.value()
                : udf(new ListText(), DataTypes.createArrayType(DataTypes.StringType))
                        .apply(raw.value());
    }

    private static Column unreadable(RawColumn raw, Column list) {
        return raw.type() == SourceType.LIST
                ? NO_TEXT
                : when(
                        raw.value()
                                .isNotNull()
                                .and(lower(raw.value()).notEqual("null"))
                                .and(list.isNull()),
                        concat(
                                raw.name(),
                                lit(" '"),
                                substring(raw.value(), 1, QUOTED_CHARACTERS),
                                lit("' is not a JSON array")));
    }

    private static Column unequal(RawColumn items, RawColumn flags) {
        Column ofItems = size(list(items));
        Column ofFlags = size(list(flags));
        return when(
                list(items).isNotNull().and(list(flags).isNotNull()).and(ofItems.notEqual(ofFlags)),
                concat(
                        items.name(),
                        lit(" has "),
                        ofItems.cast("string"),
                        lit(" elements and "),
                        flags.name(),
                        lit(" has "),
                        ofFlags.cast("string")));
    }
}
