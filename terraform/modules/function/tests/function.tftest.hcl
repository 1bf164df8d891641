# What the function module promises, against a mocked provider. The jar is this file: any file has a hash.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test-record" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/test-record" }
  }
}

variables {
  name_prefix = "test"
  name        = "record"
  handler     = "io.example.RecordHandler"
  package     = { path = "tests/function.tftest.hcl" }
}

run "a_function_is_published_from_a_snapshot_behind_the_alias_live" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.publish && aws_lambda_function.this.snap_start[0].apply_on == "PublishedVersions"
    error_message = "Versions must be published, with SnapStart."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["JAVA_TOOL_OPTIONS"] == "-XX:MetaspaceSize=32m -XX:+DisableExplicitGC"
    error_message = "The snapshot must not follow a collection that AWS's runtime asks for."
  }

  assert {
    condition     = aws_lambda_alias.live.name == "live" && output.alias_name == "live"
    error_message = "The alias must be live."
  }

  assert {
    condition     = aws_lambda_function.this.architectures == tolist(["arm64"]) && aws_lambda_function.this.runtime == "java21" && aws_lambda_function.this.memory_size == 1024
    error_message = "arm64, java21 and 1 GB are the defaults."
  }

  assert {
    condition     = aws_lambda_function.this.source_code_hash == filebase64sha256(var.package.path) && aws_lambda_function.this.filename == var.package.path
    error_message = "A new jar must be seen by its hash."
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == -1
    error_message = "No concurrency is reserved unless asked for."
  }
}

run "logs_are_json_in_a_group_of_its_own_that_forgets" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/test-record" && aws_cloudwatch_log_group.this.retention_in_days == 30
    error_message = "The group /aws/lambda/test-record must keep 30 days."
  }

  assert {
    condition     = aws_lambda_function.this.logging_config[0].log_format == "JSON" && aws_lambda_function.this.logging_config[0].log_group == aws_cloudwatch_log_group.this.name
    error_message = "The function must log JSON into that group."
  }

  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active"
    error_message = "Tracing must be on."
  }
}

run "a_role_may_write_its_own_logs_and_what_its_statements_say" {
  variables {
    statements = [
      { sid = "Read", actions = ["dynamodb:Query", "dynamodb:GetItem"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/a"] },
      {
        sid       = "Put"
        actions   = ["dynamodb:PutItem"]
        resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/b"]
        conditions = [
          { test = "StringEquals", variable = "dynamodb:ReturnValues", values = ["NONE"] },
          { test = "StringEquals", variable = "aws:SourceAccount", values = ["123456789012"] },
        ]
      },
    ]
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.logs[0].policy).Statement == [{
      Sid      = "WriteLogs", Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/test-record:*"
    }]
    error_message = "The log policy must name the one group and no right to make groups."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.statements[0].policy).Statement == [
      {
        Sid      = "Read", Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:Query"]
        Resource = ["arn:aws:dynamodb:us-east-1:123456789012:table/a"]
      },
      {
        Sid       = "Put", Effect = "Allow", Action = ["dynamodb:PutItem"]
        Resource  = ["arn:aws:dynamodb:us-east-1:123456789012:table/b"]
        Condition = { StringEquals = { "dynamodb:ReturnValues" = ["NONE"], "aws:SourceAccount" = ["123456789012"] } }
      },
    ]
    error_message = "The policy must be the two statements, no more."
  }

  assert {
    condition     = jsondecode(aws_iam_role.this[0].assume_role_policy).Statement[0].Principal == { Service = "lambda.amazonaws.com" }
    error_message = "Only Lambda may take the role."
  }
}

run "a_function_without_statements_has_no_policy_for_them" {
  command = plan

  assert {
    condition     = length(aws_iam_role_policy.statements) == 0
    error_message = "An empty policy was planned."
  }
}

run "a_package_in_s3_deploys_by_its_hash" {
  command = plan

  variables {
    package = { s3 = { bucket = "jars", key = "record.jar", version = "v1", sha256_base64 = base64sha256("record") } }
  }

  assert {
    condition     = aws_lambda_function.this.s3_bucket == "jars" && aws_lambda_function.this.s3_key == "record.jar" && aws_lambda_function.this.s3_object_version == "v1"
    error_message = "The object must be jars/record.jar, version v1."
  }

  assert {
    condition     = aws_lambda_function.this.source_code_hash == base64sha256("record") && aws_lambda_function.this.filename == null
    error_message = "The given hash must decide whether to deploy."
  }
}

run "alarms_come_with_somebody_to_tell" {
  command = plan

  variables {
    timeout_seconds            = 60
    alarm_actions              = ["arn:aws:sns:us-east-1:123456789012:alarms"]
    iterator_age_alarm_seconds = 3600
  }

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.this) == ["duration", "errors", "iterator-age", "throttles"]
    error_message = "Alarms on duration, errors, throttles and the age of the stream were expected."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["duration"].threshold == 48000 && aws_cloudwatch_metric_alarm.this["iterator-age"].threshold == 3600000
    error_message = "Duration must alarm at 80 % of 60 s, the age at an hour, in milliseconds."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["errors"].alarm_actions == toset(var.alarm_actions)
    error_message = "The topic must be notified."
  }
}

run "a_function_that_uses_up_its_time_on_purpose_raises_no_alarm_by_it" {
  command = plan

  variables {
    duration_alarm = false
    alarm_actions  = ["arn:aws:sns:us-east-1:123456789012:alarms"]
  }

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.this) == ["errors", "throttles"]
    error_message = "Only errors and throttles were expected."
  }
}

run "without_somebody_to_tell_there_are_no_alarms" {
  command = plan

  variables {
    iterator_age_alarm_seconds = 3600
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.this) == 0
    error_message = "No alarm was expected."
  }
}

run "a_name_beyond_the_limit_is_cut_and_stays_unique" {
  command = plan

  variables {
    name = join("", [for i in range(8) : "0123456789"])
  }

  assert {
    condition     = length(aws_lambda_function.this.function_name) == 64 && endswith(aws_lambda_function.this.function_name, substr(sha256("test-${var.name}"), 0, 8))
    error_message = "The name must be cut to 64 characters and end in the hash of the whole."
  }

  assert {
    condition     = aws_iam_role.this[0].name == aws_lambda_function.this.function_name
    error_message = "The role has the name of its function."
  }
}

run "settings_of_the_account_reach_the_function_and_its_role" {
  variables {
    snap_start              = false
    provisioned_concurrency = 2
    environment             = { HISTORY_TABLE = "history" }
    settings = {
      architecture             = "x86_64"
      tracing                  = "PassThrough"
      log_level                = "WARN"
      system_log_level         = "DEBUG"
      memory_mb                = 2048
      statements               = [{ sid = "ReadSecret", actions = ["secretsmanager:GetSecretValue"], resources = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:a"] }]
      log_class                = "INFREQUENT_ACCESS"
      ephemeral_storage_mb     = 1024
      layers                   = ["arn:aws:lambda:us-east-1:123456789012:layer:agent:1"]
      environment              = { TEAM = "shop" }
      permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
      role_path                = "/teams/shop/"
      code_signing_config_arn  = "arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-0123456789abcdef0"
      vpc                      = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
    }
  }

  assert {
    condition = alltrue([
      aws_lambda_function.this.architectures == tolist(["x86_64"]),
      aws_lambda_function.this.tracing_config[0].mode == "PassThrough",
      aws_lambda_function.this.logging_config[0].application_log_level == "WARN",
      aws_lambda_function.this.logging_config[0].system_log_level == "DEBUG",
      aws_lambda_function.this.memory_size == 2048,
      jsondecode(aws_iam_role_policy.statements[0].policy).Statement[0].Sid == "ReadSecret",
      aws_lambda_function.this.ephemeral_storage[0].size == 1024,
      length(aws_lambda_function.this.layers) == 1,
      aws_lambda_function.this.environment[0].variables == tomap({ TEAM = "shop", HISTORY_TABLE = "history", JAVA_TOOL_OPTIONS = "-XX:MetaspaceSize=32m" }),
      aws_lambda_function.this.vpc_config[0].subnet_ids == toset(["subnet-1"]),
      aws_lambda_function.this.code_signing_config_arn != null,
    ])
    error_message = "Every setting of the function was expected."
  }

  assert {
    condition     = aws_iam_role.this[0].path == "/teams/shop/" && aws_iam_role.this[0].permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "The role has the path and the boundary."
  }

  assert {
    condition     = length(aws_iam_role_policy.vpc) == 1 && length(aws_iam_role_policy.tracing) == 0 && aws_cloudwatch_log_group.this.log_group_class == "INFREQUENT_ACCESS"
    error_message = "A function in a VPC makes interfaces; one that is not traced writes no traces."
  }

  assert {
    condition     = aws_lambda_provisioned_concurrency_config.live[0].qualifier == "live"
    error_message = "The alias has the environments that are kept ready."
  }
}

run "snap_start_is_off_where_settings_or_module_say_so" {
  command = plan

  variables {
    settings = { snap_start = false }
  }

  assert {
    condition     = length(aws_lambda_function.this.snap_start) == 0
    error_message = "Some Regions do not have it."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["JAVA_TOOL_OPTIONS"] == "-XX:MetaspaceSize=32m"
    error_message = "Only a snapshot asks for no explicit collections."
  }
}

run "thresholds_are_settings_and_nought_is_no_alarm" {
  command = plan

  variables {
    alarm_actions              = ["arn:aws:sns:us-east-1:123456789012:alarms"]
    alarms                     = { errors = 5, throttles = 0, duration_percent = 50 }
    iterator_age_alarm_seconds = 0
    timeout_seconds            = 60
  }

  assert {
    condition     = { for name, a in aws_cloudwatch_metric_alarm.this : name => a.threshold } == { errors = 5, duration = 30000 }
    error_message = "Errors from 5, durations from half of a minute, and nothing else."
  }
}

run "a_role_that_exists_is_left_alone" {
  command = plan

  variables {
    settings   = { role_arn = "arn:aws:iam::123456789012:role/functions", vpc = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] } }
    statements = [{ sid = "Read", actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/a"] }]
  }

  assert {
    condition     = aws_lambda_function.this.role == "arn:aws:iam::123456789012:role/functions" && output.role_arn == aws_lambda_function.this.role && output.role_name == null
    error_message = "The function has the role that was given, and triggers find no name to add policies to."
  }

  assert {
    condition     = length(aws_iam_role.this) + length(aws_iam_role_policy.logs) + length(aws_iam_role_policy.statements) + length(aws_iam_role_policy.tracing) + length(aws_iam_role_policy.vpc) == 0
    error_message = "Neither a role nor a policy may be made."
  }
}

run "a_module_decides_memory_and_a_name_is_as_given_without_a_prefix" {
  command = plan

  variables {
    name_prefix = null
    name        = "Company_Record"
    memory_mb   = 3008
    settings    = { memory_mb = 2048 }
  }

  assert {
    condition     = aws_lambda_function.this.memory_size == 3008 && aws_lambda_function.this.function_name == "Company_Record"
    error_message = "The module's own memory wins, and the company's name stays."
  }
}

run "without_a_write_region_a_function_writes_where_it_is" {
  command = plan

  assert {
    condition     = !contains(keys(aws_lambda_function.this.environment[0].variables), "WRITE_REGION") && !output.standby
    error_message = "Neither a Region nor a standby was expected."
  }
}

run "options_of_the_jvm_can_be_others" {
  command = plan

  variables {
    settings = { environment = { JAVA_TOOL_OPTIONS = "-Xss512k" } }
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables == tomap({ JAVA_TOOL_OPTIONS = "-Xss512k" })
    error_message = "The account's options were expected in place of the module's."
  }
}

run "in_the_write_region_a_function_writes" {
  command = plan

  variables {
    settings = { write_region = "eu-central-1" }
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables.WRITE_REGION == "eu-central-1" && !output.standby
    error_message = "The function must know its Region, and be no standby."
  }
}

run "in_every_other_region_a_function_is_a_standby" {
  command = plan

  variables {
    settings = { write_region = "eu-west-1" }
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables.WRITE_REGION == "eu-west-1" && output.standby
    error_message = "The function must know the Region that writes, and be a standby here."
  }
}
