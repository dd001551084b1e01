/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.timing;

/**
 * Something that takes time.
 *
 * @param name unique among those that it is measured with
 * @param call does the work once; what it computes must be kept, or the compiler leaves it out
 */
public record Contestant(String name, Runnable call) {}
