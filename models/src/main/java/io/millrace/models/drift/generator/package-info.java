/**
 * Made-up streams of the literature, written from their papers: SEA, LED, radial basis functions,
 * Agrawal's loans, the rotating hyperplane, random trees, and the benchmark streams that are put
 * together from them. Each draws from a {@link java.util.Random} in the order in which MOA's
 * generator of the same name does, so that with equal seeds both give the same instances; tests
 * hold instances that MOA wrote against ours. Where that is not so, the class says so.
 */
package io.millrace.models.drift.generator;
