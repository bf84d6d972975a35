/** Sending without holding up the work. */
package dev.backstory.observe.delivery;
