/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The memory of one streamed network as bytes: a version, the model's fingerprint, the hop count
 * and the history as one block of little-endian floats.
 */
package io.millrace.state.cnn;
