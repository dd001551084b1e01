/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import java.util.OptionalInt;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;

/** The GPU that Flink's external resource framework assigned to a task. */
public final class Gpu {
  /** Name of the resource in Flink's configuration, {@code external-resources: gpu}. */
  static final String RESOURCE = "gpu";

  /** Property of Flink's GPU driver that holds the device's index. */
  static final String INDEX = "index";

  private Gpu() {}

  /**
   * Where a task's model is to run: on the first GPU assigned, else on the CPU.
   *
   * @throws IllegalStateException when the index that Flink gives is no number
   */
  public static ModelLoader.Place place(RuntimeContext context) {
    int subtask = context.getTaskInfo().getIndexOfThisSubtask();
    for (ExternalResourceInfo info : context.getExternalResourceInfos(RESOURCE)) {
      String index = info.getProperty(INDEX).orElse("");
      try {
        return new ModelLoader.Place(OptionalInt.of(Integer.parseInt(index)), subtask);
      } catch (NumberFormatException e) {
        throw new IllegalStateException(
            "external resource '"
                + RESOURCE
                + "' has "
                + INDEX
                + " '"
                + index
                + "': use Flink's GPU driver, or a driver that gives a number",
            e);
      }
    }
    return new ModelLoader.Place(OptionalInt.empty(), subtask);
  }
}
