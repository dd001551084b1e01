/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Jobs under load on a cluster of processes: what they read follows from numbers, and how far they
 * are is what a reader of committed records sees.
 */
package io.millrace.bench.load;
