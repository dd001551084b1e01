/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.store;

import io.millrace.connectors.store.Manifest.Entry;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * Where bundles are put. A bundle is written aside and then renamed: on file systems with an atomic
 * rename a reader sees all of it or nothing; on others it may see a part, which its checksum
 * betrays.
 */
public final class ModelStore {
  private static final String INCOMING = ".incoming";

  private final Path root;

  private ModelStore(Path root) {
    this.root = root;
  }

  /**
   * A store in a folder, which need not exist.
   *
   * @param uri a folder on a file system that Flink knows, or a local path
   */
  public static ModelStore at(String uri) {
    if (uri.isBlank()) {
      throw new StoreException("The model store has no address; give the URI of a folder");
    }
    return new ModelStore(path(uri));
  }

  /** A path on the file system of its scheme; without a scheme, on the local one. */
  static Path path(String uri) {
    Path path = new Path(uri);
    return path.toUri().getScheme() == null
        ? new Path(java.nio.file.Path.of(uri).toAbsolutePath().toUri())
        : path;
  }

  /** The folder of the store. */
  public URI uri() {
    return root.toUri();
  }

  /**
   * Stores the files of a local folder and those below it.
   *
   * @param version of the bundle, never used for other bytes
   * @return what to announce; the same again if the same bytes are there already
   * @throws StoreException if the version exists with other bytes, a file has a name that is not
   *     allowed, there are no files, or the store cannot be written
   */
  public StoredBundle put(String name, String version, java.nio.file.Path folder) {
    SortedMap<String, Content> files = new TreeMap<>();
    try (Stream<java.nio.file.Path> all = Files.walk(folder)) {
      for (java.nio.file.Path file : (Iterable<java.nio.file.Path>) all::iterator) {
        if (Files.isSymbolicLink(file) && !file.equals(folder)) {
          throw new StoreException(
              file + " is a link, and may lead out of the bundle; copy what it points to instead");
        }
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          String path = folder.relativize(file).toString().replace('\\', '/');
          files.put(path, () -> Files.newInputStream(file));
        }
      }
    } catch (IOException e) {
      throw new StoreException("Cannot read the bundle in " + folder + ": " + e, e);
    }
    return put(name, version, files, folder.toString());
  }

  /**
   * Stores files from memory.
   *
   * @see #put(String, String, java.nio.file.Path)
   */
  public StoredBundle put(String name, String version, Map<String, byte[]> contents) {
    SortedMap<String, Content> files = new TreeMap<>();
    contents.forEach((path, bytes) -> files.put(path, () -> new ByteArrayInputStream(bytes)));
    return put(name, version, files, "The bundle " + name);
  }

  private StoredBundle put(
      String name, String version, SortedMap<String, Content> files, String place) {
    BundlePath.requireName("model name", name);
    BundlePath.requireName("version", version);
    if (files.isEmpty()) {
      throw new StoreException(place + " has no files to store");
    }
    files.keySet().forEach(path -> BundlePath.require(path, place));
    Path target = new Path(root, name + "/" + version);
    Path staged = new Path(root, INCOMING + "/" + UUID.randomUUID());
    try {
      FileSystem fs = root.getFileSystem();
      try {
        Manifest manifest = write(fs, staged, name, version, files);
        Optional<Manifest> existing = manifest(target);
        if (existing.isEmpty()) {
          fs.mkdirs(target.getParent());
          existing = moved(fs, staged, target) ? Optional.of(manifest) : manifest(target);
        }
        requireSame(manifest, existing, target);
        return new StoredBundle(
            name, version, target.toString(), manifest.sha256(), manifest.size());
      } finally {
        fs.delete(staged, true);
      }
    } catch (IOException e) {
      throw new StoreException(
          "Cannot store " + name + "/" + version + " in " + root + ": " + e, e);
    }
  }

  /**
   * Moves the staged files to their place.
   *
   * @return false if another writer was faster, or if a part of a bundle is in the way
   */
  private static boolean moved(FileSystem fs, Path staged, Path target) throws IOException {
    try {
      return fs.rename(staged, target);
    } catch (IOException e) {
      // File systems tell of a target that appeared meanwhile in either way.
      if (fs.exists(target)) {
        return false;
      }
      throw e;
    }
  }

  private static Manifest write(
      FileSystem fs, Path folder, String name, String version, SortedMap<String, Content> files)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Content> file : files.entrySet()) {
      Path path = new Path(folder, file.getKey());
      fs.mkdirs(path.getParent());
      try (InputStream in = file.getValue().open();
          OutputStream out = fs.create(path, WriteMode.NO_OVERWRITE)) {
        Sha256.Copied copied = Sha256.copy(in, out, Long.MAX_VALUE - 1);
        entries.add(new Entry(file.getKey(), copied.size(), copied.sha256()));
      }
    }
    Manifest manifest = Manifest.of(name, version, entries);
    try (OutputStream out = fs.create(new Path(folder, Manifest.FILE), WriteMode.NO_OVERWRITE)) {
      out.write(manifest.toJson());
    }
    return manifest;
  }

  private static void requireSame(Manifest wanted, Optional<Manifest> existing, Path target) {
    if (existing.isEmpty()) {
      throw new StoreException(
          target + " exists without a manifest; remove the folder and store the bundle again");
    }
    if (!existing.get().sha256().equals(wanted.sha256())) {
      throw new StoreException(
          target
              + " exists with other bytes (sha256 "
              + existing.get().sha256()
              + " instead of "
              + wanted.sha256()
              + "); versions never change, use a new one");
    }
  }

  /** The versions of a model that the store holds, sorted as text; empty if there is none. */
  public List<String> versions(String name) {
    Path folder = new Path(root, BundlePath.requireName("model name", name));
    try {
      FileSystem fs = root.getFileSystem();
      FileStatus[] found = fs.exists(folder) ? fs.listStatus(folder) : new FileStatus[0];
      return Arrays.stream(found)
          .filter(FileStatus::isDir)
          .map(status -> status.getPath().getName())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new StoreException("Cannot list the versions of " + name + " in " + root + ": " + e, e);
    }
  }

  /**
   * What to announce of a bundle that the store holds.
   *
   * @throws StoreException if it holds none of that name and version
   */
  public StoredBundle find(String name, String version) {
    BundlePath.requireName("model name", name);
    BundlePath.requireName("version", version);
    Path folder = new Path(root, name + "/" + version);
    try {
      Manifest manifest =
          manifest(folder)
              .orElseThrow(
                  () ->
                      new StoreException(
                          "There is no "
                              + name
                              + "/"
                              + version
                              + " in "
                              + root
                              + "; it has versions "
                              + versions(name)));
      return new StoredBundle(name, version, folder.toString(), manifest.sha256(), manifest.size());
    } catch (IOException e) {
      throw new StoreException("Cannot read " + folder + ": " + e, e);
    }
  }

  /** The manifest of the bundle in a folder, or nothing where there is no manifest. */
  static Optional<Manifest> manifest(Path folder) throws IOException {
    Path file = new Path(folder, Manifest.FILE);
    try (FSDataInputStream in = file.getFileSystem().open(file)) {
      byte[] json = in.readNBytes(Manifest.MAX_BYTES + 1);
      if (json.length > Manifest.MAX_BYTES) {
        throw new StoreException(file + " is larger than " + Manifest.MAX_BYTES + " bytes");
      }
      return Optional.of(Manifest.parse(json, file.toString()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private interface Content {
    InputStream open() throws IOException;
  }
}
