/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.transit;

import io.millrace.models.origin.Origin;

/**
 * An instance to classify.
 *
 * @param features a value per attribute; nominal ones as codes; NaN is missing
 * @param nominal positions of the nominal attributes, ascending
 * @param label or null where it is not known yet
 */
public record Arrival(
    String streamId,
    String instanceId,
    long timeMillis,
    double[] features,
    int[] nominal,
    ClassLabel label,
    Origin origin)
    implements DriftEvent {}
