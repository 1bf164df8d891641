module "ingest" {
  source = "../stream-trigger"
  count  = var.enabled ? 1 : 0

  name           = "events"
  function       = module.function["ingest"]
  source_type    = "kinesis"
  source_arn     = local.stream.arn
  on_failure_arn = var.shared.failed_records_arn
  paused         = var.paused
  batch_size     = var.batch_size
  window_seconds = var.window_seconds
  alarm_actions  = var.shared.alarm_actions
  tags           = var.shared.tags

  # Whatever a record holds can be stored, so what fails is the service or the set-up: a record that is
  # given up would be a hole that the watermark passes.
  max_retries = 10000

  # An hour before the stream deletes a record, or it could not be moved to the failure destination any more.
  max_age_seconds = min(604800, local.stream.retention_hours * 3600 - 3600)
}
