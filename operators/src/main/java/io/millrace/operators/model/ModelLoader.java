/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import java.io.Serializable;
import java.util.OptionalInt;

/** Makes a model ready to serve. Shipped with the operator, hence serializable. */
@FunctionalInterface
public interface ModelLoader extends Serializable {
  /**
   * Loads the bundle that an announcement names. Called on a thread of its own while another model
   * serves, and in the task's thread at the start.
   *
   * @throws Exception when the bundle is missing, broken or of another checksum; its message
   *     reaches the user
   */
  ServedModel load(ModelAnnouncement announcement, Place place) throws Exception;

  /**
   * Where the model is to run.
   *
   * @param gpu index of the GPU that Flink assigned to this task, or empty for the CPU
   * @param subtask index of this task
   */
  record Place(OptionalInt gpu, int subtask) {}
}
