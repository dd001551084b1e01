/**
 * Which compute path runs a layer: the configuration's word, or a rule measured on the layer's
 * shape and the number of rows, never on a clock, so that a restart chooses alike.
 */
package io.millrace.models.tensor.choice;
