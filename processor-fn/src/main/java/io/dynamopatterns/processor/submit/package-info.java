/** Makes work: of objects that S3 reports, of lists, of manifests, and of any other type. */
package io.dynamopatterns.processor.submit;
