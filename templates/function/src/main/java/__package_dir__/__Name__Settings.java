package __package__;

import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;

/** The environment variables of the function. A wrong one ends its start and says what is allowed. */
record __Name__Settings(String table) {
  static __Name__Settings of(Variables variables) {
    return new __Name__Settings(
        variables.required("__NAME___TABLE", Kind.TABLE, "where the entries are stored"));
  }
}
