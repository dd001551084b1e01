/**
 * What malicious workers send: generators for tests, simulations and evaluations, not weapons. All
 * see what honest workers sent in the round, as the literature assumes of the worst case.
 */
package io.millrace.models.aggregation.attack;
