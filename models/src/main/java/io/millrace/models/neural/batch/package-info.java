/**
 * Trainable modules over batch matrices: recurrent cells, a time encoder, attention over the
 * neighbours of a node, small perceptrons, each with a backward pass written by hand. A matrix is a
 * row-major {@code float[]} and a number of rows. All parameters of a model lie in one flat array,
 * so that they can be averaged, compared and stored as a whole. A module keeps what its last
 * forward pass needs on the way back, reuses its buffers and is for one thread.
 */
package io.millrace.models.neural.batch;
