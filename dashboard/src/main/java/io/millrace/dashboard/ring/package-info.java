/**
 * Bounded memory: the newest values, rates of the last minutes, percentiles of what came of late.
 * Nothing here grows with the number of records, so that a dashboard may run for months.
 */
package io.millrace.dashboard.ring;
