/** How a customer's training rows of a day came to be, worked out again from the actions that are published. */
package dev.backstory.inspect.explain;
