/** What the tables mean: action types, the customer hash, the tables and the steps that write them. */
@NullMarked
package dev.backstory.core.contract;

import org.jspecify.annotations.NullMarked;
