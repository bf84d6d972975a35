package dev.backstory.inspect;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.ActionTypes;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.ids.OriginalTexts;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** Translates between the ids that people know and those of the tables, which are the same unless ids are texts. */
public final class OriginalIds {
    private final OriginalTexts texts;
    private final Path dictionary;
    private final ActionTypes types;

    public OriginalIds(PipelineConfig config, Lake lake) {
        this.texts = new OriginalTexts(config.ids(), lake);
        this.dictionary = lake.ids(IdKind.CUSTOMER);
        this.types = config.actionTypes();
    }

    /** The meaning of the codes of actions. */
    public ActionTypes types() {
        return types;
    }

    public boolean isText(IdKind kind) {
        return texts.isText(kind);
    }

    /**
     * The customer that a user names.
     *
     * @param option whose value it is
     * @throws UsageException if it is not a customer's id
     */
    public long customer(String option, String given) {
        if (!isText(IdKind.CUSTOMER)) {
            try {
                return Long.parseLong(given);
            } catch (NumberFormatException e) {
                throw new UsageException(
                        "Cannot use " + option + " '" + given + "' because ids of customers are 64-bit"
                                + " integers (ids.customer_id: number); give one",
                        e);
            }
        }
        try {
            return texts.number(IdKind.CUSTOMER, given)
                    .orElseThrow(() -> new UsageException("Cannot use " + option + " '" + given
                            + "' because no row that was kept is of this customer: " + dictionary
                            + " has no such text; spell it exactly as the source does, with upper and lower case and"
                            + " spaces"));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Looks many up at once, before they are asked for one by one. */
    public void learn(IdKind kind, Collection<Long> numbers) {
        try {
            texts.learn(kind, numbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** A customer as its source has it: a long, or a text. */
    public Object customer(long number) {
        return original(IdKind.CUSTOMER, number);
    }

    /** An item as its source has it: a long, or a text. */
    public Object item(long number) {
        return original(IdKind.ITEM, number);
    }

    private Object original(IdKind kind, long number) {
        if (!isText(kind)) {
            return number;
        }
        learn(kind, Set.of(number));
        return texts.text(kind, number).orElse("number " + number + ", which is nobody's");
    }

    /** For example {@code 3}, or {@code 3 (SKU-9)} for a text. */
    public String numbered(IdKind kind, long number) {
        return isText(kind) ? number + " (" + original(kind, number) + ")" : "" + number;
    }
}
