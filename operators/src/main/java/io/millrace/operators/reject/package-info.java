/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/** Records that an operator cannot use, with the reason, on their way to the dead letters. */
package io.millrace.operators.reject;
