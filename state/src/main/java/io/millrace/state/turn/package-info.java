/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What all states have in common whose events wait for their turn: how far event time is, and which
 * timer waits.
 */
package io.millrace.state.turn;
