/** How something is sent that must not hold up anybody. */
package dev.backstory.observe.delivery;
