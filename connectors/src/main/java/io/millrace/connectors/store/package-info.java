/**
 * Bundles of files, under a name and a version, on any file system that Flink can reach. A bundle
 * never changes, and what is fetched is what was put: the reference to it carries a checksum. What
 * the files mean is not known here.
 *
 * <p>A bundle is the folder {@code <name>/<version>/} with the files and a {@code manifest.json}
 * that lists path, size and SHA-256 of each. The checksum of the bundle is the SHA-256 of that list
 * in a canonical form: the line {@code millrace-bundle 1}, then a line {@code <sha256> <size>
 * <path>} for every file, sorted by path, each ended by a line feed.
 */
package io.millrace.connectors.store;
