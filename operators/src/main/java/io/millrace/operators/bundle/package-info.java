/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Micro-batching across keys: {@link io.millrace.operators.bundle.BundleOperator} collects the
 * records of all keys of its subtask and hands them on together, so that one call can work for many
 * keys. A bundle never outlives a watermark, a barrier or its latency bound.
 */
package io.millrace.operators.bundle;
