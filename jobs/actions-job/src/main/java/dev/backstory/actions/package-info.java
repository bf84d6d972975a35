/** The first step: clicks, carts and orders in one table, in the order that histories are read in. */
package dev.backstory.actions;
