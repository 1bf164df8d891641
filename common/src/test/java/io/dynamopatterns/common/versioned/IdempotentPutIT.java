package io.dynamopatterns.common.versioned;

class IdempotentPutIT extends IdempotentPutContract {
  @Override
  Pages newPages() {
    return new LocalPages();
  }
}
