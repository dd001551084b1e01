/**
 * What each idea of the adaptive mixture is worth: the learner with its standard settings against
 * itself with one of them changed, over the same instances, one run after the other in this
 * process.
 */
package io.millrace.bench.ablation;
