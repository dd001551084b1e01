/**
 * Neighbourhood-aware temporal network (Luo and Li, LoG 2022): each node caches some neighbours of
 * one and two hops in hashed slots, old ones giving way to new ones by chance, so that what two
 * nodes have in common is found by comparing two small caches.
 */
package io.millrace.models.graph.nat;
