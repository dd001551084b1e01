/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.transit;

/**
 * A label that nothing was learned from.
 *
 * @param reason key, value and remedy in one sentence
 */
public record StrayLabel(LateLabel label, String reason) {}
