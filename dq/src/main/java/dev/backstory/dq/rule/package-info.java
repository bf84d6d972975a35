/** The rules that users write themselves, as expectations of rows and of facts. */
package dev.backstory.dq.rule;
