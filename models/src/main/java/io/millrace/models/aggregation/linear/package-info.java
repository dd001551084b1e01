/**
 * Streaming rules: each is a weight per update and a divisor per round. Directions are deltas, so
 * that descent on gradients and averaging of models are the same code.
 */
package io.millrace.models.aggregation.linear;
