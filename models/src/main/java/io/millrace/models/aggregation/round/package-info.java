/**
 * Rounds in progress, fragment by fragment, as values with accumulate, combine and finish: what an
 * operator keeps per key, and a server that runs it all in one process for tests, simulations and
 * evaluation.
 */
package io.millrace.models.aggregation.round;
