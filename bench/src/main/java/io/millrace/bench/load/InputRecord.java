/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

/**
 * A record for an input topic.
 *
 * @param topic its name
 * @param partition the same for all records of a key
 */
@SuppressWarnings("ArrayRecordComponent")
public record InputRecord(String topic, int partition, byte[] key, byte[] value) {}
