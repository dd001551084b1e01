/**
 * Who trains how long, so that workers of different speed return together. Times are handed in; the
 * caller owns clock and timers, and can store the whole state as a record.
 */
package io.millrace.models.aggregation.schedule;
