/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * How values become bytes: {@link io.millrace.state.binary.BinarySerializer} puts a version byte in
 * front of every value, so that each release reads what the earlier ones wrote; {@link
 * io.millrace.state.binary.LittleEndian} moves whole float arrays at once.
 */
package io.millrace.state.binary;
