/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Streaming networks over signals: {@link io.millrace.operators.signal.StreamingCnnOperator} puts
 * frames in order, cuts them into the steps of its model, takes the streams of a bundle through the
 * network together, and predicts. Everything but the operator itself runs without Flink.
 */
package io.millrace.operators.signal;
