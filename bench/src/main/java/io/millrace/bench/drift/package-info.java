/**
 * Online learners against those of MOA on the same instances: a stream is written to an ARFF file
 * once, and every learner runs over it in a process of its own with the same heap, one after the
 * other. MOA is licensed under the GPL: its jars are fetched by Maven when they are wanted, and are
 * never on the class path of Millrace.
 */
package io.millrace.bench.drift;
