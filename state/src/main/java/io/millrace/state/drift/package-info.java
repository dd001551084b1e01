/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What is kept of a labelled stream: its learner, the events that wait for their turn, the
 * instances that wait for their label, and how well the predictions were, all in pieces; and the
 * serializers of what is in transit.
 */
package io.millrace.state.drift;
