/**
 * How a server moves its model along the direction of a round: at once, with momentum, or with
 * adaptive rates. A step has state per parameter and no other, so that it runs per fragment. Which
 * fragments move in which round is a schedule of its own.
 */
package io.millrace.models.aggregation.step;
