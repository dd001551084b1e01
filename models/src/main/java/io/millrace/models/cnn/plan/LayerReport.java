/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

/**
 * One line of the plan for people.
 *
 * @param name the layer's name
 * @param op its ONNX operator
 * @param placement {@code streamed}, {@code free} (only renumbers rows) or {@code head}
 * @param stride cumulative stride in samples as a fraction, e.g. "18" or "1/2"; empty in the head
 * @param rowsPerHop rows made per step
 * @param rowsPerWindow rows in a full window
 * @param historyRows rows of its output remembered for later steps
 * @param stateBytes bytes of these
 * @param flopsPerHop floating-point operations per step
 * @param flopsFull floating-point operations on the full window
 * @param padded rows of a window that padding touches, front + back, e.g. "6+6"; empty in the head
 */
public record LayerReport(
    String name,
    String op,
    String placement,
    String stride,
    int rowsPerHop,
    int rowsPerWindow,
    int historyRows,
    int stateBytes,
    long flopsPerHop,
    long flopsFull,
    String padded) {}
