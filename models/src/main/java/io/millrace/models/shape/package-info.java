/**
 * What a model looks like from outside: named tensors, cut into fragments of at most 2^18 values
 * that never change their bounds. Because bounds are fixed, a chunk either is a fragment or is
 * wrong: overlapping chunks cannot be expressed, and missing ones are counted.
 */
package io.millrace.models.shape;
