resource "aws_lambda_function" "this" {
  function_name = local.name
  description   = var.description
  handler       = var.handler
  runtime       = var.settings.runtime
  architectures = [var.settings.architecture]
  role          = local.role_arn
  memory_size   = coalesce(var.memory_mb, var.settings.memory_mb)
  timeout       = var.timeout_seconds
  publish       = true
  kms_key_arn   = var.kms_key_arn
  layers        = var.settings.layers

  code_signing_config_arn = var.settings.code_signing_config_arn

  # -1 is the API's word for "no limit of its own".
  reserved_concurrent_executions = coalesce(var.reserved_concurrency, -1)

  filename          = var.package.path
  s3_bucket         = one(var.package.s3[*].bucket)
  s3_key            = one(var.package.s3[*].key)
  s3_object_version = one(var.package.s3[*].version)
  source_code_hash  = var.package.path == null ? var.package.s3.sha256_base64 : filebase64sha256(var.package.path)

  tags = var.tags

  environment {
    variables = local.environment
  }

  dynamic "snap_start" {
    for_each = local.has_snap_start ? ["PublishedVersions"] : []

    content {
      apply_on = snap_start.value
    }
  }

  logging_config {
    log_format            = "JSON"
    log_group             = aws_cloudwatch_log_group.this.name
    application_log_level = var.settings.log_level
    system_log_level      = coalesce(var.settings.system_log_level, var.system_log_level)
  }

  tracing_config {
    mode = var.settings.tracing
  }

  ephemeral_storage {
    size = var.settings.ephemeral_storage_mb
  }

  dynamic "vpc_config" {
    for_each = var.settings.vpc[*]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  # A publication waits for its snapshot, and one with a customer managed key in a VPC has taken more than ten minutes:
  # https://github.com/hashicorp/terraform-provider-aws/issues/43973
  timeouts {
    create = "30m"
    update = "30m"
  }

  depends_on = [aws_iam_role_policy.vpc]
}

data "aws_region" "current" {
  count = var.settings.write_region == null ? 0 : 1
}

locals {
  has_snap_start = var.snap_start && var.settings.snap_start

  jvm_options = concat(
    # By default the JVM collects garbage when classes take 21 MB, which nearly every function reaches during its start.
    ["-XX:MetaspaceSize=32m"],
    # AWS's runtime collects garbage before the snapshot. After that, each compiled method is checked at its first call.
    local.has_snap_start ? ["-XX:+DisableExplicitGC"] : [],
  )

  environment = merge(
    { JAVA_TOOL_OPTIONS = join(" ", local.jvm_options) },
    { for region in var.settings.write_region[*] : "WRITE_REGION" => region },
    var.settings.environment,
    var.environment,
  )
}

# Every caller calls this alias: it names the version that is live.
resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "The version in use."
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

resource "aws_lambda_provisioned_concurrency_config" "live" {
  count = var.provisioned_concurrency == null ? 0 : 1

  function_name                     = aws_lambda_function.this.function_name
  qualifier                         = aws_lambda_alias.live.name
  provisioned_concurrent_executions = var.provisioned_concurrency
}
