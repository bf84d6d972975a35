/** A table compared with the table it was made from, as multisets of rows. */
package dev.backstory.dq.compare;
