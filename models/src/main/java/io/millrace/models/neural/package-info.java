/**
 * Small networks that learn while they are used: dense layers, two losses, Adam, on flat float
 * arrays and without allocation per step. Meant for a few thousand to a few ten thousand weights
 * and batches of 1 to a few hundred; larger networks belong to a native library. Every sum has one
 * fixed order, so that the plain and the vector path, on vectors of any width, agree bit for bit.
 */
package io.millrace.models.neural;
