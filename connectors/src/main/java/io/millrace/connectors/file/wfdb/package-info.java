/**
 * Records in the WaveForm DataBase format of PhysioNet, as the MIT-BIH Arrhythmia Database uses it:
 * a header, signals in format 212 or 16, annotations in the MIT format (G. Moody, WFDB Applications
 * Guide, header(5), signal(5), annot(5)).
 */
package io.millrace.connectors.file.wfdb;
