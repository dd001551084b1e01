/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Learns from labelled streams: {@link io.millrace.operators.drift.DriftOperator} wires, {@link
 * io.millrace.operators.drift.DriftStream} decides what happens to each event of a stream and runs
 * without Flink.
 */
package io.millrace.operators.drift;
