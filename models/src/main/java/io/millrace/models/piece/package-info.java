/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * State in pieces, of learners, graphs and models under aggregation: numbered blocks of bytes, so
 * that a checkpoint writes only those that changed. Little-endian, versioned by whoever writes
 * them.
 */
package io.millrace.models.piece;
