# A scheduled call is tried in two layers, and each gives up independently: the scheduler, when Lambda does
# not take the call; Lambda, when the function fails. Both leave the call here.

resource "aws_sqs_queue" "dead_letters" {
  name                      = "${local.name}-dead-letters"
  message_retention_seconds = 1209600 # 14 days, the longest SQS has.
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  kms_master_key_id         = var.kms_key_arn
  tags                      = var.tags
}

resource "aws_lambda_function_event_invoke_config" "this" {
  count = var.keep_function_failures ? 1 : 0

  function_name                = var.function.name
  qualifier                    = var.function.alias_name
  maximum_retry_attempts       = var.max_function_retries
  maximum_event_age_in_seconds = var.max_age_seconds

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead_letters.arn
    }
  }

  depends_on = [aws_iam_role_policy.function]
}

resource "aws_iam_role_policy" "function" {
  count = var.keep_function_failures && var.function.role_name != null ? 1 : 0 # A role that was given is left alone.

  name = "${var.name}-schedule"
  role = var.function.role_name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "KeepFailed", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = aws_sqs_queue.dead_letters.arn }]
  })
}
