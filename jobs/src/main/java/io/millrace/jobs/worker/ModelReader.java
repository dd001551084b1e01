/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.worker;

import io.millrace.connectors.store.BundleCache;
import io.millrace.models.safetensors.Safetensors;
import io.millrace.models.safetensors.StoredTensor;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import io.millrace.schemas.ModelReference;
import io.millrace.schemas.ModelTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Fetches what references point to, and checks it. */
public final class ModelReader {
  private static final String FILE = "model.safetensors";
  private static final long MOST_BYTES = 1L << 40;

  private final BundleCache cache;
  private final boolean keeping;

  /** Keeps copies in a folder. */
  ModelReader(Path folder) {
    this(folder, true);
  }

  /**
   * @param folder for copies
   * @param keeping whether copies stay there once they were read
   */
  public ModelReader(Path folder, boolean keeping) {
    cache = new BundleCache(folder, MOST_BYTES);
    this.keeping = keeping;
  }

  /**
   * The version that a reference announces.
   *
   * @throws IllegalArgumentException when its bytes are not those that were announced
   */
  public GlobalModel read(ModelReference reference) {
    return reference.getValues() == null ? stored(reference) : inline(reference);
  }

  private static GlobalModel inline(ModelReference reference) {
    List<TensorShape> shapes = new ArrayList<>();
    for (ModelTensor tensor : reference.getTensors()) {
      shapes.add(new TensorShape(tensor.getName(), tensor.getDimensions()));
    }
    ModelShape shape = new ModelShape(shapes);
    ByteBuffer values = reference.getValues().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (values.remaining() != 4 * shape.values()) {
      throw new IllegalArgumentException(
          name(reference) + " has " + values.remaining() + " bytes, not " + 4 * shape.values());
    }
    requireDigest(reference, values.duplicate());
    float[][] tensors = new float[shapes.size()][];
    for (int t = 0; t < tensors.length; t++) {
      tensors[t] = new float[(int) shapes.get(t).values()];
      for (int i = 0; i < tensors[t].length; i++) {
        tensors[t][i] = values.getFloat();
      }
    }
    return model(reference, shape, tensors);
  }

  private static void requireDigest(ModelReference reference, ByteBuffer values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(values);
      String actual = HexFormat.of().formatHex(digest.digest());
      if (!actual.equals(reference.getSha256())) {
        throw new IllegalArgumentException(
            name(reference)
                + " has checksum "
                + actual
                + ", announced is "
                + reference.getSha256());
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private GlobalModel stored(ModelReference reference) {
    Path file = cache.fetch(reference.getUri(), reference.getSha256()).file(FILE);
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      Safetensors opened = Safetensors.open(channel);
      float[][] tensors = new float[opened.tensors().size()][];
      for (int t = 0; t < tensors.length; t++) {
        StoredTensor tensor = opened.tensors().get(t);
        tensors[t] = new float[Math.toIntExact(tensor.shape().values())];
        opened.read(tensor, 0, tensors[t], 0, tensors[t].length);
      }
      return model(reference, opened.shape(), tensors);
    } catch (IOException e) {
      throw new UncheckedIOException(name(reference) + " cannot be read", e);
    } finally {
      if (!keeping) {
        cache.forget(reference.getSha256());
      }
    }
  }

  private static GlobalModel model(ModelReference reference, ModelShape shape, float[][] tensors) {
    return new GlobalModel(
        reference.getModel(),
        reference.getNumber(),
        shape,
        tensors,
        List.copyOf(reference.getContributors()));
  }

  private static String name(ModelReference reference) {
    return "version " + reference.getVersion() + " of model '" + reference.getModel() + "'";
  }
}
