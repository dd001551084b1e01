/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Decision trees that grow while they learn, from one pass over the instances: a leaf splits once
 * the Hoeffding bound says that its best attribute is the best indeed. The state is stored in
 * pieces of nodes and of leaves' statistics.
 */
package io.millrace.models.drift.tree;
