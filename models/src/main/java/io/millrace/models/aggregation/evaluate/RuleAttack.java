/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.evaluate;

/**
 * How a rule bore an attack.
 *
 * @param relativeError distance of result and honest mean over the length of the honest mean
 * @param seconds of the last round
 */
public record RuleAttack(String rule, String attack, double relativeError, double seconds) {}
