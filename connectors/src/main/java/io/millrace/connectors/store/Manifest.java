/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a bundle holds. */
record Manifest(
    @JsonProperty(value = "format", required = true) int format,
    @JsonProperty(value = "name", required = true) String name,
    @JsonProperty(value = "version", required = true) String version,
    @JsonProperty(value = "files", required = true) List<Entry> files) {
  static final String FILE = "manifest.json";
  static final int FORMAT = 1;

  /** No manifest is larger, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** One file; its path is relative to the bundle and uses slashes. */
  record Entry(
      @JsonProperty(value = "path", required = true) String path,
      @JsonProperty(value = "size", required = true) long size,
      @JsonProperty(value = "sha256", required = true) String sha256) {}

  static Manifest of(String name, String version, List<Entry> files) {
    return new Manifest(
        FORMAT, name, version, files.stream().sorted(Comparator.comparing(Entry::path)).toList());
  }

  byte[] toJson() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a manifest that nobody vouches for.
   *
   * @param place where it was found, for messages
   * @throws StoreException if it is malformed or names a file outside its bundle
   */
  static Manifest parse(byte[] json, String place) {
    Manifest manifest;
    try {
      manifest = JSON.readValue(json, Manifest.class);
    } catch (IOException e) {
      throw new StoreException(place + " is no manifest: " + e.getMessage(), e);
    }
    if (manifest == null || manifest.files == null) {
      throw new StoreException(place + " is no manifest: it lists no files");
    }
    if (manifest.format != FORMAT) {
      throw new StoreException(
          place + " has format " + manifest.format + ", this version reads " + FORMAT);
    }
    Set<String> seen = new HashSet<>();
    for (Entry file : manifest.files) {
      if (file == null || file.path == null || !Sha256.isOne(file.sha256) || file.size < 0) {
        throw new StoreException(
            place + " is no manifest: an entry has no valid path, size and sha256: " + file);
      }
      BundlePath.require(file.path, place);
      if (!seen.add(file.path)) {
        throw new StoreException(place + " lists " + file.path + " twice");
      }
    }
    return manifest;
  }

  long size() {
    long sum = 0;
    for (Entry file : files) {
      sum = Math.addExact(sum, file.size);
    }
    return sum;
  }

  /** The checksum of the bundle. */
  String sha256() {
    StringBuilder canonical = new StringBuilder("millrace-bundle 1\n");
    files.stream()
        .sorted(Comparator.comparing(Entry::path))
        .forEach(
            f ->
                canonical
                    .append(f.sha256)
                    .append(' ')
                    .append(f.size)
                    .append(' ')
                    .append(f.path)
                    .append('\n'));
    return Sha256.of(canonical.toString().getBytes(StandardCharsets.UTF_8));
  }
}
