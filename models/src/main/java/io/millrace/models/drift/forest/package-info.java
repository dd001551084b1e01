/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Adaptive random forests: online bagging of Hoeffding trees over random subspaces, each of which
 * is replaced when its errors rise. The baseline that mixtures of fewer trees have to match.
 */
package io.millrace.models.drift.forest;
