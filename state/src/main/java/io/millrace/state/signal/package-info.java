/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What is kept of one signal stream besides its network's memory ({@link
 * io.millrace.state.signal.SignalState}), and the bytes of that record and of the frames and
 * predictions in transit.
 */
package io.millrace.state.signal;
