# What the function module refuses. A run starts the provider (half a second), so values out of their
# range share one; each variable in it breaks one validation only.

mock_provider "aws" {}

variables {
  name_prefix = "test"
  name        = "record"
  handler     = "io.example.RecordHandler"
  package     = { path = "tests/function.tftest.hcl" }
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    name_prefix                = "-test"
    name                       = "my record"
    handler                    = "io.example.RecordHandler::handleRequest"
    description                = join("", [for i in range(257) : "x"])
    settings                   = { runtime = "java17", architecture = "arm", tracing = "On", log_level = "ALL", log_class = "CHEAP", ephemeral_storage_mb = 100, role_path = "teams" }
    system_log_level           = "ERROR"
    memory_mb                  = 512
    timeout_seconds            = 901
    reserved_concurrency       = -2
    environment                = { AWS_REGION = "us-east-1" }
    log_retention_days         = 31
    iterator_age_alarm_seconds = 5
  }

  expect_failures = [
    var.name_prefix, var.name, var.handler, var.description, var.settings, var.system_log_level, var.memory_mb, var.timeout_seconds,
    var.reserved_concurrency, var.environment, var.log_retention_days, var.iterator_age_alarm_seconds,
  ]
}

run "a_jar_that_was_not_built_is_refused" {
  command = plan

  variables {
    package = { path = "target/record.jar" }
  }

  expect_failures = [var.package]
}

run "a_package_in_two_places_is_refused" {
  command = plan

  variables {
    package = { path = "tests/function.tftest.hcl", s3 = { bucket = "jars", key = "a.jar", sha256_base64 = base64sha256("a") } }
  }

  expect_failures = [var.package]
}

run "a_package_nowhere_is_refused" {
  command = plan

  variables {
    package = {}
  }

  expect_failures = [var.package]
}

run "a_hash_in_hex_is_refused" {
  command = plan

  variables {
    package = { s3 = { bucket = "jars", key = "a.jar", sha256_base64 = sha256("a") } }
  }

  expect_failures = [var.package]
}

run "a_wildcard_action_is_refused" {
  command = plan

  variables {
    statements = [{ sid = "All", actions = ["dynamodb:*"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/a"] }]
  }

  expect_failures = [var.statements]
}

run "a_wildcard_resource_is_refused_where_the_service_knows_resources" {
  command = plan

  variables {
    statements = [{ sid = "All", actions = ["dynamodb:GetItem"], resources = ["*"] }]
  }

  expect_failures = [var.statements]
}

run "a_statement_without_a_resource_is_refused" {
  command = plan

  variables {
    statements = [{ sid = "None", actions = ["dynamodb:GetItem"], resources = [] }]
  }

  expect_failures = [var.statements]
}

run "two_statements_of_one_name_are_refused" {
  command = plan

  variables {
    statements = [
      { sid = "Read", actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/a"] },
      { sid = "Read", actions = ["dynamodb:Query"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/a"] },
    ]
  }

  expect_failures = [var.statements]
}

run "provisioned_concurrency_beside_snap_start_is_refused" {
  command = plan

  variables {
    provisioned_concurrency = 2
  }

  expect_failures = [var.provisioned_concurrency]
}
