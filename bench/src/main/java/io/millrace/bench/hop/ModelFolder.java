/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.hop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder {@code onnx/pytorch} of a data folder: per model {@code meta.json} with {@code window}
 * and {@code hop}, and {@code model-op17.onnx}.
 */
public final class ModelFolder {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Path root;

  /**
   * @param data the data folder
   */
  public ModelFolder(Path data) {
    this.root = data.resolve("onnx").resolve("pytorch");
  }

  /**
   * Names of the models, sorted.
   *
   * @throws NoSuchFileException when there is no such folder
   */
  public List<String> names() throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(root.toString());
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("meta.json")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** One of them at its own hop. */
  public BenchModel model(String name) throws IOException {
    JsonNode meta = meta(name);
    return BenchModel.of(
        name,
        Files.readAllBytes(file(name, "model-op17.onnx")),
        meta.required("window").asInt(),
        meta.required("hop").asInt());
  }

  /** What the exporter noted. */
  public JsonNode meta(String name) throws IOException {
    return JSON.readTree(file(name, "meta.json").toFile());
  }

  /** A file beside the model. */
  public Path file(String name, String file) {
    return root.resolve(name).resolve(file);
  }
}
