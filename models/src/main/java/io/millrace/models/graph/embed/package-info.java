/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Embeddings of nodes from their memories and those of recent neighbours, by attention or a sum,
 * one or two layers deep, and what is made of those of both ends of an edge. Shared by the models
 * that keep memories: what differs between them is where the memories come from.
 */
package io.millrace.models.graph.embed;
