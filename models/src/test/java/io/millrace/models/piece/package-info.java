/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/** Pieces in memory and in golden files. */
package io.millrace.models.piece;
