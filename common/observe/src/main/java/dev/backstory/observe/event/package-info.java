/** What a job says of itself to whoever watches: that it has started, and what came of it. */
package dev.backstory.observe.event;
