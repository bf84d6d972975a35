package dev.backstory.cli.init.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CUSTOMER | visitorid itemid                    | visitorid",
                "CUSTOMER | user_session user_id                | user_id user_session",
                "CUSTOMER | user.id item.id                     | user.id",
                "CUSTOMER | payload.user.hash                   | payload.user.hash",
                "CUSTOMER | Customer ID                         | Customer ID",
                "CUSTOMER | loyal_buyer                         | loyal_buyer",
                "CUSTOMER | product_id price                    | ''",
                "ITEM     | category_id product_id              | product_id",
                "ITEM     | article_id sku                      | article_id sku",
                "ITEM     | payload.item.id                     | payload.item.id",
                "ITEM     | StockCode                           | StockCode",
                "ITEM     | aid session                         | aid",
                "TIME     | updated loaded_time event_time      | event_time updated loaded_time",
                "TYPE     | behavior_type                       | behavior_type",
                "RANKING  | user_session page_view_id           | page_view_id",
                "POSITION | rank                                | rank",
                "LABEL    | clicked is_order                    | is_order clicked",
                "ORDERED  | items transactions                  | transactions",
            })
    void theLikeliestFirst(ColumnNames names, String columns, String found) {
        List<ColumnProfile> all = Arrays.stream(columns.strip().split(" (?!ID)"))
                .map(name -> ColumnProfile.of(name, "1"))
                .toList();
        assertThat(names.among(all, column -> true).stream().map(ColumnProfile::name))
                .containsExactly(found.isEmpty() ? new String[0] : found.split(" (?!ID)"));
    }
}
