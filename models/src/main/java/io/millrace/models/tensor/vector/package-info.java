/**
 * The compute path on the Java vector API: convolution as a register-blocked matrix product. These
 * classes are compiled apart and reached by name only, because they do not link without the
 * incubator module.
 */
package io.millrace.models.tensor.vector;
