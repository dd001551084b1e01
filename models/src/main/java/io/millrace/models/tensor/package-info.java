/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The arithmetic that all models share, on channels-last float rows: convolution, dense layers,
 * pooling, elementwise functions. One interface, several compute paths (plain loops, Java vector
 * API, PyTorch through DJL) that agree within 1e-4 and, for the Java paths, do not depend on the
 * batch size.
 */
package io.millrace.models.tensor;
