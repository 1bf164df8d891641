locals {
  notified = { for name, s in local.sources : name => s if var.enabled && s.notify }

  # S3 keeps one notification configuration for a bucket: sources of one bucket share it.
  notified_buckets = { for name, s in local.notified : s.bucket => name... }

  # S3 refuses two filters that one key could pass, which is when both prefixes and suffixes overlap:
  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
  overlaps = distinct(flatten([for a, s in local.notified : [
    for b, t in local.notified : join(" and ", sort([a, b]))
    if a != b && s.bucket == t.bucket
    && (startswith(s.prefix, t.prefix) || startswith(t.prefix, s.prefix))
    && (endswith(s.suffix, t.suffix) || endswith(t.suffix, s.suffix))
  ]]))
}

resource "aws_s3_bucket_notification" "created" {
  # A function that only reads here would refuse every call, and S3 keeps none.
  for_each = { for bucket, names in local.notified_buckets : bucket => names if !try(module.function["submit"].standby, false) }

  bucket = each.key

  dynamic "lambda_function" {
    for_each = toset(each.value)

    content {
      id                  = lambda_function.key
      lambda_function_arn = module.function["submit"].alias_arn
      events              = ["s3:ObjectCreated:*"]
      filter_prefix       = local.notified[lambda_function.key].prefix
      filter_suffix       = local.notified[lambda_function.key].suffix
    }
  }

  depends_on = [aws_lambda_permission.notify]

  lifecycle {
    precondition {
      condition     = length(local.overlaps) == 0
      error_message = "Two sources of one bucket would be notified of the same object, which S3 refuses: ${join("; ", local.overlaps)}. Tell them apart by prefix or by suffix, or notify one of them only."
    }
  }
}

data "aws_caller_identity" "this" {
  count = length(local.notified_buckets) > 0 ? 1 : 0
}

# A bucket's ARN names no account: without source_account, a later owner of the name could call.
resource "aws_lambda_permission" "notify" {
  for_each = local.notified_buckets

  statement_id   = "notify-${substr(sha256(each.key), 0, 16)}"
  action         = "lambda:InvokeFunction"
  function_name  = module.function["submit"].name
  qualifier      = module.function["submit"].alias_name
  principal      = "s3.amazonaws.com"
  source_arn     = "arn:${local.partition}:s3:::${each.key}"
  source_account = data.aws_caller_identity.this[0].account_id
}

# S3 calls asynchronously: Lambda tries a failed call twice more, and then keeps it here.
resource "aws_lambda_function_event_invoke_config" "submit" {
  count = length(local.notified_buckets) > 0 ? 1 : 0

  function_name          = module.function["submit"].name
  qualifier              = module.function["submit"].alias_name
  maximum_retry_attempts = 2

  destination_config {
    on_failure {
      destination = var.shared.failed_records_arn
    }
  }

  depends_on = [aws_iam_role_policy.submit_failures]
}

locals {
  # A bucket's ARN names no account: if the bucket is deleted, another account may take its name.
  own_account = { StringEquals = { "s3:ResourceAccount" = one(data.aws_caller_identity.this[*].account_id) } }
}

resource "aws_iam_role_policy" "submit_failures" {
  count = length(local.notified_buckets) > 0 && var.shared.function.role_arn == null ? 1 : 0

  name = "submit-failures"
  role = module.function["submit"].role_name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "PutFailedCalls", Effect = "Allow", Action = ["s3:PutObject"], Resource = "${var.shared.failed_records_arn}/aws/lambda/*", Condition = local.own_account },
      { Sid = "FindFailedCalls", Effect = "Allow", Action = ["s3:ListBucket"], Resource = var.shared.failed_records_arn, Condition = local.own_account },
    ]
  })
}
