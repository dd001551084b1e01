/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.synthetic;

/**
 * One of P, Q, R, S, T: a bell over the cardiac phase.
 *
 * @param angle phase of its peak in radians, the R peak being zero
 * @param amplitude height in millivolts, negative downwards
 * @param width standard deviation in radians
 */
record Wave(double angle, double amplitude, double width) {}
