/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The job {@code drift-moe}: instances and labels in, predictions and reports out. {@link
 * io.millrace.jobs.driftmoe.DriftMoeJob} only assembles; what it does is in {@code
 * io.millrace.operators.drift}.
 */
package io.millrace.jobs.driftmoe;
