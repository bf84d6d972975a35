/** The third step: lays each customer's history beside the day's impressions and stages the rows as {@code training}. */
package dev.backstory.history;
