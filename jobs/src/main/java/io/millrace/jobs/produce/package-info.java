/**
 * Plays signals into a topic as devices would: frame by frame, all streams side by side, in real
 * time, faster, or as fast as the brokers take them.
 */
package io.millrace.jobs.produce;
