/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.store;

import io.millrace.connectors.store.Manifest.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local copies of bundles, by checksum. Several threads and processes may share the folder: a copy
 * is made aside, checked, and renamed.
 */
public final class BundleCache {
  /** The most files of a bundle that is fetched. */
  public static final int MAX_FILES = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(BundleCache.class);

  /** One per copy, so that the threads of a process do not make the same one twice. */
  private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

  private final Path folder;
  private final long limit;

  /**
   * @param folder where copies are kept; created if absent
   * @param limit the largest bundle that is fetched, in bytes
   */
  public BundleCache(Path folder, long limit) {
    this.folder = folder.toAbsolutePath().normalize();
    this.limit = limit;
  }

  /**
   * A bundle as it was put. A copy that is already there is checked again, and made anew if
   * damaged.
   *
   * @param uri the folder of the bundle
   * @param sha256 the checksum of the bundle, from a source that is trusted more than the store
   * @throws StoreException if the bundle is missing, too large, not what the checksum promises, or
   *     cannot be read
   */
  public LocalBundle fetch(String uri, String sha256) {
    String wanted = sha256.toLowerCase(Locale.ROOT);
    if (!Sha256.isOne(wanted)) {
      throw new StoreException(
          "The checksum of " + uri + " is '" + sha256 + "'; it must have 64 hexadecimal digits");
    }
    try {
      Manifest manifest = trustedManifest(uri, wanted);
      Path target = folder.resolve(wanted);
      synchronized (LOCKS.computeIfAbsent(target, t -> new Object())) {
        if (!isIntact(target, manifest)) {
          delete(target);
          download(uri, manifest, target);
        }
      }
      List<String> files = manifest.files().stream().map(Entry::path).sorted().toList();
      return new LocalBundle(manifest.name(), manifest.version(), wanted, target, files);
    } catch (IOException e) {
      throw new StoreException("Cannot fetch the bundle " + uri + ": " + e, e);
    }
  }

  /** Deletes the local copy of a bundle that nobody needs any longer. */
  public void forget(String sha256) {
    String name = sha256.toLowerCase(Locale.ROOT);
    if (!Sha256.isOne(name)) {
      return;
    }
    Path target = folder.resolve(name);
    try {
      synchronized (LOCKS.computeIfAbsent(target, t -> new Object())) {
        delete(target);
      }
    } catch (IOException e) {
      LOG.warn("The local copy {} cannot be deleted", target, e);
    }
  }

  private Manifest trustedManifest(String uri, String wanted) throws IOException {
    Manifest manifest =
        ModelStore.manifest(ModelStore.path(uri))
            .orElseThrow(
                () ->
                    new StoreException(
                        "There is no bundle at " + uri + ": " + Manifest.FILE + " is missing"));
    String found = manifest.sha256();
    if (!found.equals(wanted)) {
      throw new StoreException(
          "The bundle at "
              + uri
              + " has the checksum "
              + found
              + " instead of "
              + wanted
              + "; it is not the one that was announced");
    }
    if (manifest.files().size() > MAX_FILES) {
      throw new StoreException(
          "The bundle at "
              + uri
              + " has "
              + manifest.files().size()
              + " files, allowed are "
              + MAX_FILES);
    }
    long size;
    try {
      size = manifest.size();
    } catch (ArithmeticException e) {
      size = Long.MAX_VALUE;
    }
    if (size > limit) {
      throw new StoreException(
          "The bundle at " + uri + " has " + size + " bytes, allowed are " + limit);
    }
    return manifest;
  }

  private void download(String uri, Manifest manifest, Path target) throws IOException {
    Files.createDirectories(folder);
    Path staged = Files.createTempDirectory(folder, "incoming-");
    try {
      for (Entry file : manifest.files()) {
        Path local = staged.resolve(file.path());
        Files.createDirectories(local.getParent());
        var remote = new org.apache.flink.core.fs.Path(ModelStore.path(uri), file.path());
        FileSystem fs = remote.getFileSystem();
        try (InputStream in = fs.open(remote);
            OutputStream out = Files.newOutputStream(local)) {
          Sha256.Copied copied = Sha256.copy(in, out, file.size());
          if (copied.size() != file.size() || !copied.sha256().equals(file.sha256())) {
            throw new StoreException(
                remote
                    + " is damaged: it has "
                    + (copied.size() > file.size() ? "more than " + file.size() : copied.size())
                    + " bytes with sha256 "
                    + copied.sha256()
                    + " instead of "
                    + file.size()
                    + " with "
                    + file.sha256());
          }
        }
      }
      publish(staged, target, manifest);
    } finally {
      delete(staged);
    }
  }

  private static void publish(Path staged, Path target, Manifest manifest) throws IOException {
    try {
      Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process may have been faster; that serves as well.
      if (!isIntact(target, manifest)) {
        throw e;
      }
    }
  }

  private static boolean isIntact(Path copy, Manifest manifest) throws IOException {
    if (!Files.isDirectory(copy)) {
      return false;
    }
    for (Entry file : manifest.files()) {
      Path local = copy.resolve(file.path());
      if (!Files.isRegularFile(local) || Files.size(local) != file.size()) {
        LOG.warn("The local copy {} is incomplete and is made anew", copy);
        return false;
      }
      try (InputStream in = Files.newInputStream(local)) {
        if (!Sha256.copy(in, OutputStream.nullOutputStream(), file.size())
            .sha256()
            .equals(file.sha256())) {
          LOG.warn("The local copy {} is damaged and is made anew", local);
          return false;
        }
      }
    }
    return true;
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
