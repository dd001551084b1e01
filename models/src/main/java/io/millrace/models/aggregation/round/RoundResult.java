/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.round;

import java.util.List;
import java.util.Map;

/**
 * What a round did.
 *
 * @param direction per tensor
 * @param accepted workers, in order
 * @param rejected workers and why
 * @param shares per accepted worker: its weight in the result where that is known, else NaN
 * @param distances per accepted worker: how far its update is from the direction, robust rules only
 */
@SuppressWarnings("ArrayRecordComponent") // a report, never compared
public record RoundResult(
    float[][] direction,
    List<String> accepted,
    Map<String, String> rejected,
    Map<String, Double> shares,
    Map<String, Double> distances) {}
