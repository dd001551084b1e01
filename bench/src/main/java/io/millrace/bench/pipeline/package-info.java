/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What a job adds to its model: the job on an embedded cluster with RocksDB, the same job with an
 * operator that only counts, and the model alone in a loop, in turns of about a second. A {@link
 * io.millrace.bench.pipeline.Turnstile} holds the source of whoever's turn it is not, so that all
 * stay warm. Then the whole job from Kafka to Kafka. A {@link io.millrace.bench.pipeline.Workload}
 * is all that differs between jobs.
 */
package io.millrace.bench.pipeline;
