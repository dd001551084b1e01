/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.millrace.models.cnn.net.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Reads a network from an ONNX file (operator sets 6 and later). The batch is taken as one and the
 * window as fixed. Files need not be trusted: whatever they hold, the result is a network or a
 * {@link ModelImportException}, within the {@link Limits}.
 */
public final class OnnxImporter {
  private static final int OLDEST_OPSET = 6;
  private static final int MOST_OUTPUTS = 8;

  private OnnxImporter() {}

  /**
   * The network of a file with a fixed window.
   *
   * @throws ModelImportException if the file is broken, too large or cannot be streamed
   */
  public static Network read(Path file, Limits limits) {
    return importModel(file, ImportOptions.standard().withLimits(limits)).network();
  }

  /**
   * The network of a model held in memory; external data is refused.
   *
   * @throws ModelImportException as for {@link #read(Path, Limits)}
   */
  public static Network read(byte[] model, Limits limits) {
    return importModel(model, ImportOptions.standard().withLimits(limits)).network();
  }

  /**
   * The network of a file for a window of so many samples.
   *
   * @param window required if the file's time axis is dynamic; must agree if it is fixed
   * @throws ModelImportException as for {@link #read(Path, Limits)}
   */
  public static Network importFile(Path file, OptionalInt window) {
    ImportOptions standard = ImportOptions.standard();
    return importModel(file, window.isPresent() ? standard.withWindow(window.getAsInt()) : standard)
        .network();
  }

  /**
   * The network and the metadata of a file.
   *
   * @throws ModelImportException as for {@link #read(Path, Limits)}
   */
  public static ImportedModel importModel(Path file, ImportOptions options) {
    return importModel(OnnxFile.read(file, options.limits()), options);
  }

  /**
   * The network and the metadata of a model held in memory; external data is refused.
   *
   * @throws ModelImportException as for {@link #read(Path, Limits)}
   */
  public static ImportedModel importModel(byte[] model, ImportOptions options) {
    return importModel(OnnxFile.read(model, options.limits()), options);
  }

  private static ImportedModel importModel(OnnxFile file, ImportOptions options) {
    ModelProto model = file.model();
    GraphProto graph = model.getGraph();
    if (model.getTrainingInfoCount() > 0) {
      throw ModelImportException.unsupported(
          "the file holds a training graph: export the model for inference");
    }
    int opset = opset(model);
    List<String> outputs = graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    GraphReader reader = new GraphReader(file, opset, options);
    if (options.output().isEmpty()) {
      outputs.stream().limit(MOST_OUTPUTS).forEach(reader::refuseSubgraphs);
    }
    String output = output(outputs, options);
    GraphReader.Result result = reader.read(output);
    Network network = Rewriter.rewrite(result.draft(), result.budget());
    Map<String, String> metadata = new TreeMap<>();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      metadata.put(entry.getKey(), entry.getValue());
    }
    String producer = (model.getProducerName() + " " + model.getProducerVersion()).strip();
    ModelInfo info =
        new ModelInfo(
            opset,
            model.getIrVersion(),
            producer,
            graph.getName(),
            result.input().name(),
            output,
            outputs,
            result.input().dynamicAxes(),
            metadata);
    return new ImportedModel(network, info, result.warnings());
  }

  private static int opset(ModelProto model) {
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        if (set.getVersion() < OLDEST_OPSET) {
          throw ModelImportException.unsupported(
              "the file uses operator set "
                  + set.getVersion()
                  + ", the oldest known is "
                  + OLDEST_OPSET
                  + ": export it anew");
        }
        return (int) Math.min(Integer.MAX_VALUE, set.getVersion());
      }
    }
    throw ModelImportException.broken("the file does not name its operator set");
  }

  private static String output(List<String> outputs, ImportOptions options) {
    if (options.output().isPresent()) {
      return options.output().get();
    }
    if (outputs.size() == 1) {
      return outputs.get(0);
    }
    List<String> names =
        outputs.stream().limit(MOST_OUTPUTS).map(ModelImportException::quote).toList();
    throw ModelImportException.request(
        "the model has "
            + outputs.size()
            + " outputs ("
            + String.join(", ", names)
            + "): name the one to take");
  }
}
