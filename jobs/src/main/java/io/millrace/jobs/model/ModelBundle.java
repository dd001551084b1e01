/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * A model as it lies in a folder: manifest and network.
 *
 * @param onnx the network's file, equal to the manifest's checksum
 */
public record ModelBundle(ModelManifest manifest, byte[] onnx) {
  /** Begins the URI of a bundle that ships with Millrace. */
  public static final String BUILTIN = "builtin:";

  /** The store keeps a manifest.json of its own, with the checksums of all files. */
  public static final String MANIFEST = "model.json";

  private static final String RESOURCES = "/io/millrace/jobs/models/";
  private static final int LARGEST_MANIFEST = 1 << 20;
  private static final int LARGEST_NETWORK = 1 << 30;

  public ModelBundle {
    String sum = sha256(onnx);
    if (!sum.equals(manifest.weights().sha256())) {
      throw new BundleException(
          "the network '"
              + manifest.weights().file()
              + "' of model "
              + manifest.id()
              + " has the SHA-256 "
              + sum
              + ", not the manifest's "
              + manifest.weights().sha256()
              + ": copy the bundle again, or correct the manifest if you changed the network");
    }
  }

  /**
   * Reads a bundle.
   *
   * @param uri {@code builtin:NAME/VERSION}, or a folder on a file system that Flink knows
   * @throws BundleException when there is none, or it is damaged
   */
  public static ModelBundle read(String uri) {
    return read(uri, BundleKeys.NONE);
  }

  /**
   * Reads a bundle that somebody known has signed. What ships with Millrace needs no signature.
   *
   * @see #read(String)
   */
  public static ModelBundle read(String uri, BundleKeys keys) {
    if (uri.startsWith(BUILTIN)) {
      String folder = RESOURCES + uri.substring(BUILTIN.length()) + "/";
      return read(
          uri, BundleKeys.NONE, file -> ModelBundle.class.getResourceAsStream(folder + file));
    }
    Path folder = new Path(uri);
    return read(
        uri,
        keys,
        file -> {
          Path path = new Path(folder, file);
          FileSystem files = folder.getFileSystem();
          return files.exists(path) ? files.open(path) : null;
        });
  }

  private static ModelBundle read(String uri, BundleKeys keys, Folder folder) {
    byte[] json = bytes(uri, folder, MANIFEST, LARGEST_MANIFEST);
    if (keys.areAsked()) {
      keys.require("model bundle " + uri, json, signature(uri, folder));
    }
    ModelManifest manifest;
    try {
      manifest = ModelManifest.parse(json);
    } catch (BundleException e) {
      throw new BundleException("model bundle " + uri + ": " + e.getMessage(), e);
    }
    byte[] onnx = bytes(uri, folder, manifest.weights().file(), LARGEST_NETWORK);
    return new ModelBundle(manifest, onnx);
  }

  private static byte[] signature(String uri, Folder folder) {
    String file = MANIFEST + BundleKeys.SUFFIX;
    try (InputStream in = folder.open(file)) {
      return in == null ? null : in.readNBytes(BundleKeys.LARGEST);
    } catch (IOException e) {
      throw new BundleException(
          "model bundle " + uri + " cannot be read, " + file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(String uri, Folder folder, String file, int limit) {
    try (InputStream in = folder.open(file)) {
      if (in == null) {
        throw new FileNotFoundException("it has no file " + file);
      }
      byte[] bytes = in.readNBytes(limit);
      if (bytes.length == limit) {
        throw new IOException(file + " has " + limit + " bytes or more");
      }
      return bytes;
    } catch (IOException | IllegalArgumentException e) {
      throw new BundleException(
          "model bundle "
              + uri
              + " cannot be read, "
              + e.getMessage()
              + ": name a folder with "
              + MANIFEST
              + ", or builtin:ecg/1",
          e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Something with files in it. */
  private interface Folder {
    /** Null where there is no such file. */
    InputStream open(String file) throws IOException;
  }
}
