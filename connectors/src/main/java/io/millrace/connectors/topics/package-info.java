/**
 * Which topics there are, what each holds, and how it is made. Names are {@code
 * millrace.<domain>.<entity>.v<major>}; topics that all jobs share have no domain. The major number
 * changes when old readers could not read new records, which Avro's resolution makes rare.
 */
package io.millrace.connectors.topics;
