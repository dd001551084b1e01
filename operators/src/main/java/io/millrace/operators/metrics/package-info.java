/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Every metric of every operator has its name in {@link
 * io.millrace.operators.metrics.MillraceMetrics}. Labels come from closed sets; a user's key is
 * never one.
 */
package io.millrace.operators.metrics;
