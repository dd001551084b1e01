/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.transit;

import io.millrace.models.origin.Origin;

/**
 * The class of an instance that came before.
 *
 * @param timeMillis when the class became known
 */
public record LateLabel(
    String streamId, String instanceId, long timeMillis, ClassLabel label, Origin origin)
    implements DriftEvent {}
