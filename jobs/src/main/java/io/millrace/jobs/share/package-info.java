/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The loop between jobs that learn and the job that merges: what learners tell becomes updates on
 * their topic, and versions that are announced become parameters that learners go on from.
 */
package io.millrace.jobs.share;
