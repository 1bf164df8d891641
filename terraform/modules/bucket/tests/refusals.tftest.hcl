mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
}

variables {
  name_prefix    = "test"
  name           = "uploads"
  retention_days = 7
}

run "names_that_s3_does_not_take" {
  command = plan

  variables {
    name_prefix = "Test"
    name        = "up_loads"
  }

  expect_failures = [var.name_prefix, var.name]
}

run "no_days_at_all" {
  command = plan

  variables {
    retention_days = 0
  }

  expect_failures = [var.retention_days]
}
