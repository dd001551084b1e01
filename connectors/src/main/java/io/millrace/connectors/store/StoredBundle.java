/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.store;

/**
 * A bundle in the store.
 *
 * @param uri its folder
 * @param sha256 its checksum
 * @param size of all files together, in bytes
 */
public record StoredBundle(String name, String version, String uri, String sha256, long size) {}
