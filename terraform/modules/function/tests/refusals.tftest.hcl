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

run "settings_that_lambda_does_not_know_are_refused" {
  command = plan

  variables {
    settings = { system_log_level = "ERROR" }
  }

  expect_failures = [var.settings]
}

run "too_little_memory_for_all_is_refused" {
  command = plan

  variables {
    settings = { memory_mb = 512 }
  }

  expect_failures = [var.settings]
}

run "a_layer_without_its_version_is_refused" {
  command = plan

  variables {
    settings = { layers = ["arn:aws:lambda:us-east-1:123456789012:layer:agent"] }
  }

  expect_failures = [var.settings]
}

run "a_variable_of_lambdas_own_is_refused" {
  command = plan

  variables {
    settings = { environment = { AWS_REGION = "us-east-1" } }
  }

  expect_failures = [var.settings]
}

run "a_role_that_exists_takes_no_boundary" {
  command = plan

  variables {
    settings = { role_arn = "arn:aws:iam::123456789012:role/functions", permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary" }
  }

  expect_failures = [var.settings]
}

run "a_boundary_and_a_signing_configuration_are_arns" {
  command = plan

  variables {
    settings = { permissions_boundary_arn = "boundary", code_signing_config_arn = "csc" }
  }

  expect_failures = [var.settings]
}

run "a_vpc_without_subnets_is_refused" {
  command = plan

  variables {
    settings = { vpc = { subnet_ids = [], security_group_ids = ["sg-1"] } }
  }

  expect_failures = [var.settings]
}

run "a_wildcard_in_the_statements_for_all_is_refused" {
  command = plan

  variables {
    settings = { statements = [{ sid = "All", actions = ["s3:*"], resources = ["arn:aws:s3:::a"] }] }
  }

  expect_failures = [var.statements]
}
