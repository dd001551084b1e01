/**
 * Judges online learners on labelled streams, offline and in one thread: test, then train. What it
 * says of a learner's speed is of the learner alone; instances are made or read outside the clock.
 */
package io.millrace.jobs.eval.drift;
