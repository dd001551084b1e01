/**
 * Timing of contestants against each other on a machine that does other things as well: short
 * rounds in turn ({@link io.millrace.bench.timing.Interleaving}), so that whatever slows the
 * machine slows all of them, and medians with their spread instead of means.
 */
package io.millrace.bench.timing;
