/** Means of models that are corrected per tensor, because averaging shrinks their variance. */
package io.millrace.models.aggregation.moments;
