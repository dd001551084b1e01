/**
 * What a rule is. A strategy is an aggregator, which turns the updates of a round into one
 * direction, and a server step, which moves the parameters along it; the two combine freely.
 * Aggregators come in three shapes of computation, and an engine knows the shapes, not the rules:
 *
 * <ul>
 *   <li>{@link io.millrace.models.aggregation.rule.LinearRule}: a weight per update and a divisor
 *       per round; state O(model), combined in a tree of exact sums;
 *   <li>{@link io.millrace.models.aggregation.rule.MomentsRule}: linear, and then one shift and
 *       scale per tensor from sums over the whole tensor; state O(model);
 *   <li>{@link io.millrace.models.aggregation.rule.RobustRule}: the updates of the round are kept;
 *       coefficients that depend on their inner products only, solved once per model, mix them per
 *       fragment; a rule per parameter, such as the median, may follow.
 * </ul>
 *
 * <p>A new rule is one class, one test and one line in the catalogue. Room is left for: control
 * variates and other second vectors (a {@link
 * io.millrace.models.aggregation.rule.Contribution.Payload} of their own, summed like the first);
 * personalised results (coefficients with one column per worker); differential privacy (a step
 * around a step, clipping as a mixing); secure aggregation (masks cancel in exact integer sums);
 * sketches (a codec whose decoding is linear).
 */
package io.millrace.models.aggregation.rule;
