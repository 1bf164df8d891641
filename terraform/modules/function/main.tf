resource "aws_lambda_function" "this" {
  function_name = local.name
  description   = var.description
  handler       = var.handler
  # The newest Java runtime that this provider version knows, and what the jars are compiled for.
  runtime       = "java21"
  architectures = [var.architecture]
  role          = aws_iam_role.this.arn
  memory_size   = var.memory_mb
  timeout       = var.timeout_seconds
  publish       = true
  kms_key_arn   = var.kms_key_arn

  # -1 is the API's word for "no limit of its own".
  reserved_concurrent_executions = coalesce(var.reserved_concurrency, -1)

  filename          = var.package.path
  s3_bucket         = one(var.package.s3[*].bucket)
  s3_key            = one(var.package.s3[*].key)
  s3_object_version = one(var.package.s3[*].version)
  source_code_hash  = var.package.path == null ? var.package.s3.sha256_base64 : filebase64sha256(var.package.path)

  tags = var.tags

  dynamic "environment" {
    for_each = length(var.environment) > 0 ? [var.environment] : []

    content {
      variables = environment.value
    }
  }

  dynamic "snap_start" {
    for_each = var.snap_start ? ["PublishedVersions"] : []

    content {
      apply_on = snap_start.value
    }
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = "Active"
  }
}

# Whatever calls the function calls this alias: it names the version that is live.
resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "The version in use."
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}
