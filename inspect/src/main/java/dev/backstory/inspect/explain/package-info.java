/** How a customer's training rows of a day came to be, worked out again from the published actions. */
package dev.backstory.inspect.explain;
