/**
 * The loops over short rows on the Java vector API. Compiled apart and reached by name only,
 * because they do not link without the incubator module.
 */
package io.millrace.models.neural.batch.vector;
