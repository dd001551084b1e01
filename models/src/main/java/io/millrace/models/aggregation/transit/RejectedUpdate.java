/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.transit;

import io.millrace.models.origin.Origin;

/**
 * An update that was refused after its parts had been read.
 *
 * @param origin of one of its parts
 */
public record RejectedUpdate(UpdateHeader header, String reason, Origin origin) {}
