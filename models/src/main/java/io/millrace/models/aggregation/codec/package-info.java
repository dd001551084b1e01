/**
 * How the values of a fragment travel: plain or rounded floats, scaled integers, blocks of 4-bit
 * floats, or only some of the values. Every chunk says how many values it stands for, which is
 * bounded, and carries a checksum; decoding writes into an array of the caller and allocates
 * nothing, so that no message can make a receiver grow. What a lossy codec leaves out is kept by
 * the sender and sent later (error feedback).
 */
package io.millrace.models.aggregation.codec;
