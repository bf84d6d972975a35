/** Pages for people, from templates in {@code src/main/jte}: the report of an audit, and the index of a lake. */
package dev.backstory.dq.page;
