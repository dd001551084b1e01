/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.bundle;

import io.millrace.models.graph.bundle.GraphManifest.Dimensions;
import io.millrace.models.graph.bundle.GraphManifest.Training;
import io.millrace.models.graph.bundle.GraphManifest.Weights;
import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.safetensors.SafetensorsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A trained model in a folder.
 *
 * @param folder that it lies in
 * @param manifest what it says of itself
 */
public record GraphBundle(Path folder, GraphManifest manifest) {
  /** The manifest's file. */
  public static final String MANIFEST = "graph-model.json";

  private static final String WEIGHTS = "parameters.safetensors";
  private static final int LARGEST_MANIFEST = 1 << 20;
  private static final String NO_SUM_YET = "0".repeat(64);

  /**
   * Writes a bundle; the manifest last, so that a folder with one is whole.
   *
   * @param folder is made when there is none
   */
  public static GraphBundle write(
      Path folder,
      String name,
      String version,
      Dimensions dimensions,
      Training training,
      Parameters parameters)
      throws IOException {
    GraphManifest draft =
        new GraphManifest(
            name,
            version,
            GraphManifest.TASK,
            dimensions,
            new Weights(WEIGHTS, NO_SUM_YET),
            training);
    Files.createDirectories(folder);
    Path weights = folder.resolve(WEIGHTS);
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            weights,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ParameterFile.write(channel, parameters, Map.of("model", draft.id()));
    }
    GraphManifest manifest = draft.with(new Weights(WEIGHTS, sha256(weights)));
    Files.write(folder.resolve(MANIFEST), manifest.json());
    return new GraphBundle(folder, manifest);
  }

  /**
   * Reads a bundle's manifest, and checks its weights against their checksum.
   *
   * @throws GraphBundleException when there is none, or it is damaged
   */
  public static GraphBundle read(Path folder) throws IOException {
    Path file = folder.resolve(MANIFEST);
    GraphManifest manifest;
    try {
      manifest = GraphManifest.parse(limited(file));
      Weights weights = manifest.weights();
      String sum = sha256(folder.resolve(weights.file()));
      if (!sum.equals(weights.sha256())) {
        throw new GraphBundleException(
            "%s has the SHA-256 %s, not the manifest's %s: copy the bundle again"
                .formatted(weights.file(), sum, weights.sha256()));
      }
    } catch (GraphBundleException e) {
      throw new GraphBundleException("graph bundle " + folder + ": " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new GraphBundleException(
          "graph bundle %s: there is no file %s; name a folder that 'train graph' wrote"
              .formatted(folder, e.getFile()),
          e);
    }
    return new GraphBundle(folder, manifest);
  }

  /**
   * Puts the bundle's parameters into a model's.
   *
   * @throws GraphBundleException when they are of another model
   */
  public void into(Parameters parameters) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(folder.resolve(manifest.weights().file()))) {
      ParameterFile.read(channel, parameters);
    } catch (GraphBundleException | SafetensorsException e) {
      throw new GraphBundleException("graph bundle " + folder + ": " + e.getMessage(), e);
    }
  }

  private static byte[] limited(Path manifest) throws IOException {
    try (InputStream in = Files.newInputStream(manifest)) {
      byte[] json = in.readNBytes(LARGEST_MANIFEST + 1);
      if (json.length > LARGEST_MANIFEST) {
        throw new GraphBundleException(
            "%s is larger than %d bytes: it is no manifest".formatted(MANIFEST, LARGEST_MANIFEST));
      }
      return json;
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
