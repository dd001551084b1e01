/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.round;

import io.millrace.models.aggregation.rule.Contribution;

/**
 * An update within one process.
 *
 * @param tensors one array per tensor of the model
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record LocalUpdate(Contribution contribution, float[][] tensors) {}
