/**
 * Jobs on real processes while those are killed, stopped and cut off, disks fill up and inputs go
 * astray. What they wrote is then compared, record by record, with what the same jobs make of the
 * same input when nothing happens.
 */
package io.millrace.bench.chaos;
