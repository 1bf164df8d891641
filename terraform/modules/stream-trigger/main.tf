resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn = var.source_arn
  function_name    = var.function.alias_arn
  enabled          = !var.paused && !var.function.standby
  tags             = var.tags

  # From the oldest record: LATEST loses what is written while the mapping is being made.
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = var.batch_size
  maximum_batching_window_in_seconds = var.window_seconds
  parallelization_factor             = var.parallelization

  maximum_retry_attempts         = var.max_retries
  maximum_record_age_in_seconds  = coalesce(var.max_age_seconds, { dynamodb = 82800, kinesis = 604800 }[var.source_type])
  bisect_batch_on_function_error = true
  function_response_types        = ["ReportBatchItemFailures"]

  destination_config {
    on_failure {
      destination_arn = var.on_failure_arn
    }
  }

  dynamic "filter_criteria" {
    for_each = length(var.filters) > 0 ? [var.filters] : []

    content {
      dynamic "filter" {
        for_each = filter_criteria.value

        content {
          pattern = filter.value
        }
      }
    }
  }

  metrics_config {
    metrics = ["EventCount"]
  }

  lifecycle {
    precondition {
      condition     = length(module.filters.refusals) == 0
      error_message = join("\n", module.filters.refusals)
    }
  }

  # Lambda checks both when the mapping is made, and on destroy they must outlive it.
  depends_on = [aws_iam_role_policy.source, aws_iam_role_policy.on_failure]
}
