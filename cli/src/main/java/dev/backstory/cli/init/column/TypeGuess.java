package dev.backstory.cli.init.column;

import dev.backstory.core.contract.ActionType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The meaning of the values of a column of event types.
 *
 * @param values that are actions, with the type of each as the config calls it
 * @param ignored known to be none of the three actions
 * @param unknown values of which nobody knows, each with its rows
 */
public record TypeGuess(Map<String, String> values, List<String> ignored, Map<String, Long> unknown) {
    /** A column with more different values is not a column of types. */
    private static final int MOST_VALUES = 40;

    private static final Set<String> CLICKS = Set.of(
            "click",
            "clicks",
            "clicked",
            "view",
            "views",
            "viewed",
            "pv",
            "pageview",
            "pageviews",
            "clk",
            "viewitem",
            "viewproduct",
            "productview",
            "productviewed",
            "viewcontent",
            "itemview",
            "productclick",
            "selectitem",
            "detail",
            "productdetail",
            "impressionclick",
            "productdetailview",
            "open");

    private static final Set<String> CARTS = Set.of(
            "cart",
            "carts",
            "addtocart",
            "addcart",
            "atc",
            "addedtocart",
            "addtobasket",
            "basket",
            "cartadd",
            "productadded",
            "addtobag",
            "bag",
            "addtocartclick",
            "cartaddition");

    private static final Set<String> ORDERS = Set.of(
            "order",
            "orders",
            "ordered",
            "purchase",
            "purchases",
            "purchased",
            "transaction",
            "transactions",
            "buy",
            "bought",
            "sale",
            "checkoutcompleted",
            "ordercompleted",
            "orderplaced",
            "conversion",
            "checkout",
            "paid",
            "productpurchased",
            "itempurchased");

    private static final Set<String> NONE = Set.of(
            "removefromcart",
            "remove",
            "removecart",
            "cartremove",
            "productremoved",
            "fav",
            "favorite",
            "favourite",
            "wishlist",
            "addtowishlist",
            "like",
            "dislike",
            "search",
            "viewsearchresults",
            "login",
            "logout",
            "signup",
            "share",
            "impression",
            "impressions",
            "show",
            "shown",
            "scroll",
            "sessionstart",
            "begincheckout",
            "return",
            "returned",
            "refund",
            "refunded",
            "cancel",
            "cancelled",
            "canceled",
            "rating",
            "review",
            "pagevisit",
            "home",
            "viewitemlist",
            "viewcart",
            "addshippinginfo",
            "addpaymentinfo",
            "filter",
            "removed",
            "unlike");

    /** The guess for a column; empty if no value is a known action. */
    public static Optional<TypeGuess> of(ColumnProfile column) {
        Set<String> distinct = column.distinct();
        if (column.isList() || distinct.size() > MOST_VALUES) {
            return Optional.empty();
        }
        Map<String, ActionType> values = new LinkedHashMap<>();
        List<String> ignored = new ArrayList<>();
        Map<String, Long> unknown = new LinkedHashMap<>();
        for (String value : distinct) {
            Optional<ActionType> type = meaning(value);
            if (type.isPresent()) {
                values.put(value, type.get());
            } else if (NONE.contains(plain(value))) {
                ignored.add(value);
            } else {
                unknown.put(
                        value, column.values().stream().filter(value::equals).count());
            }
        }
        Map<String, String> inOrder = new LinkedHashMap<>();
        for (ActionType type : ActionType.STANDARD) {
            values.forEach((value, meaning) -> {
                if (meaning.equals(type)) {
                    inOrder.put(value, type.id());
                }
            });
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new TypeGuess(inOrder, ignored, unknown));
    }

    public static Optional<ActionType> meaning(String value) {
        String plain = plain(value);
        if (CLICKS.contains(plain)) {
            return Optional.of(ActionType.CLICK);
        }
        if (CARTS.contains(plain)) {
            return Optional.of(ActionType.CART);
        }
        return ORDERS.contains(plain) ? Optional.of(ActionType.ORDER) : Optional.empty();
    }

    private static String plain(String value) {
        return value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
