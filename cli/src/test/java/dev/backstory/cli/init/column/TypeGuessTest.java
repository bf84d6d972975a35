package dev.backstory.cli.init.column;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeGuessTest {
    /** Values of a column, and what they mean: values, ignored ones, and unknown ones with their rows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "view addtocart transaction             | {view=click, addtocart=cart, transaction=order} [] {}",
                "purchase view cart remove_from_cart    | {view=click, cart=cart, purchase=order} [remove_from_cart] {}",
                "pv buy cart fav                        | {pv=click, cart=cart, buy=order} [fav] {}",
                "clicks carts orders                    | {clicks=click, carts=cart, orders=order} [] {}",
                "view_item add_to_cart purchase view_item_list | {view_item=click, add_to_cart=cart, purchase=order} [view_item_list] {}",
                "AddToCart ProductView                  | {ProductView=click, AddToCart=cart} [] {}",
                "click teleport teleport wish           | {click=click} [] {teleport=2, wish=1}",
                "fav remove                             | none",
                "red green                              | none",
                "1 2 3                                  | none",
            })
    void whatValuesMean(String values, String guess) {
        ColumnProfile column = ColumnProfile.of("event", values.strip().split(" +"));
        assertThat(TypeGuess.of(column)
                        .map(types -> types.values() + " " + types.ignored() + " " + types.unknown())
                        .orElse("none"))
                .isEqualTo(guess);
    }

    @Test
    void aColumnOfVeryManyValuesIsNone() {
        ColumnProfile column = ColumnProfile.of("event", "view");
        for (int i = 0; i < 40; i++) {
            column.add("page " + i);
        }
        assertThat(TypeGuess.of(column)).isEmpty();
    }
}
