/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What is known of attributes given the class: running Gaussians and counts of codes, flat in
 * primitive arrays, and the naive Bayes votes that follow from them. The simple learners built on
 * it or on less (majority class, no change) are here too; the leaves of trees use the same
 * statistics.
 */
package io.millrace.models.drift.bayes;
