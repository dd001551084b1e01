/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The table of known operators, and reasons for some that stay unknown. */
final class Mappings {
  private static final Map<String, Mapping> TABLE = new HashMap<>();
  private static final Set<String> SUBGRAPHS = Set.of("If", "Loop", "Scan", "SequenceMap");

  static {
    ConstantMapping.register(TABLE);
    ConvMapping.register(TABLE);
    DenseMapping.register(TABLE);
    ElementwiseMapping.register(TABLE);
    NormMapping.register(TABLE);
    PadMapping.register(TABLE);
    PoolMapping.register(TABLE);
    RecurrentMapping.register(TABLE);
    ReduceMapping.register(TABLE);
    ResizeMapping.register(TABLE);
    SelectMapping.register(TABLE);
    ShapeMapping.register(TABLE);
    SoftmaxMapping.register(TABLE);
  }

  private Mappings() {}

  /**
   * The operator's mapping.
   *
   * @throws ModelImportException saying why there is none
   */
  static Mapping of(Node node, String domain) {
    if (!domain.isEmpty() && !domain.equals("ai.onnx")) {
      throw node.unsupported(
          "belongs to the operator set "
              + ModelImportException.quote(domain)
              + ": only standard ONNX operators are known; export without custom operators");
    }
    Mapping mapping = TABLE.get(node.op());
    if (mapping == null) {
      throw node.unsupported(reason(node.op()));
    }
    return mapping;
  }

  /** Whether the operator runs a graph within the graph. */
  static boolean hasSubgraph(String op) {
    return SUBGRAPHS.contains(op);
  }

  private static String reason(String op) {
    if (hasSubgraph(op)) {
      return "runs a subgraph: what it computes is not fixed, so it cannot be streamed;"
          + " export the branch that is used";
    }
    if (op.startsWith("Sequence") || op.startsWith("Split") || op.startsWith("Optional")) {
      return "works on sequences or optional values: only tensors can be streamed";
    }
    if (op.startsWith("Random") || op.equals("Bernoulli") || op.equals("Multinomial")) {
      return "is random: predictions must be reproducible";
    }
    if (op.equals("ArgMax") || op.equals("ArgMin") || op.equals("TopK")) {
      return "makes indices of scores: take the tensor before it as output";
    }
    return "is an operator that is not known";
  }
}
