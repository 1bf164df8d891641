package io.dynamopatterns.common.versioned;

class IdempotentPutTest extends IdempotentPutContract {
  @Override
  Pages newPages() {
    return new ModelPages();
  }
}
