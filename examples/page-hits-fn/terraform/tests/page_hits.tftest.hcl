# What the example deploys, against a mocked provider. The jar is this file: any file has a hash.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:test:live" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn        = "arn:aws:dynamodb:us-east-1:123456789012:table/test-pages"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-pages/stream/2026-11-20T00:00:00.000"
    }
  }
  mock_resource "aws_kinesis_stream" {
    defaults = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/test-clicks" }
  }
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
  }
  package = { path = "tests/page_hits.tftest.hcl" }
}

run "clicks_are_counted_into_pages_whose_stream_the_history_can_read" {
  assert {
    condition     = aws_kinesis_stream.clicks.name == "test-clicks" && aws_kinesis_stream.clicks.shard_count == 2 && aws_kinesis_stream.clicks.encryption_type == "KMS"
    error_message = "An encrypted stream test-clicks of two shards was expected."
  }

  assert {
    condition = output.pages == {
      table_name = "test-pages"
      table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/test-pages"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-pages/stream/2026-11-20T00:00:00.000"
    }
    error_message = "The pages table must come out as a source of the history."
  }

  assert {
    condition     = output.function.name == "test-page-hits"
    error_message = "The function is test-page-hits."
  }
}

run "wrong_shards_and_retention_are_refused" {
  command = plan

  variables {
    shards          = 0
    retention_hours = 12
  }

  expect_failures = [var.shards, var.retention_hours]
}
