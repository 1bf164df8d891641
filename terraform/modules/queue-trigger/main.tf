resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn = var.queue_arn
  function_name    = var.function.alias_arn
  enabled          = !var.paused && !var.function.standby
  tags             = var.tags

  batch_size              = var.batch_size
  function_response_types = ["ReportBatchItemFailures"]

  # Bounds what one queue takes of the account's concurrency. It leaves messages where they are, and so
  # costs them no receive, unlike the concurrency of the function.
  scaling_config {
    maximum_concurrency = var.max_concurrency
  }

  # Lambda checks it when the mapping is made, and on destroy it must outlive the mapping.
  depends_on = [aws_iam_role_policy.queue]
}
