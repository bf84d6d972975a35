/**
 * Events of OpenLineage: the datasets that each job read and wrote, and the findings of audits. The only package that
 * knows its client.
 */
package dev.backstory.observe.lineage;
