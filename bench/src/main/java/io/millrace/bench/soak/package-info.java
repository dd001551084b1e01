/**
 * Jobs on real processes for hours, under a load that comes and goes, with keys that come and go:
 * whether anything that they hold grows.
 */
package io.millrace.bench.soak;
