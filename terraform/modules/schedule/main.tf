locals {
  off = var.paused || var.function.standby
}

resource "aws_scheduler_schedule" "this" {
  name                         = local.name
  group_name                   = var.group
  description                  = "Invokes ${var.function.name}."
  schedule_expression          = var.expression
  schedule_expression_timezone = var.timezone
  state                        = local.off ? "DISABLED" : "ENABLED"
  kms_key_arn                  = var.kms_key_arn

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = var.function.alias_arn
    role_arn = aws_iam_role.scheduler.arn
    input    = var.input

    retry_policy {
      maximum_retry_attempts       = var.max_retries
      maximum_event_age_in_seconds = var.max_age_seconds
    }

    dead_letter_config {
      arn = aws_sqs_queue.dead_letters.arn
    }
  }

  depends_on = [aws_iam_role_policy.scheduler]
}
