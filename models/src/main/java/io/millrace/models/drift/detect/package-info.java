/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Detectors of change in a stream of numbers, most often the errors of a learner (1 for wrong, 0
 * for right). Each is one small object whose state its owner writes along with its own.
 */
package io.millrace.models.drift.detect;
