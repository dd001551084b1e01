/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.reject;

/**
 * A record that cannot be processed.
 *
 * @param record as it came
 * @param reason key, value and remedy in one sentence
 * @param <T> the record
 */
public record Rejected<T>(T record, String reason) {}
