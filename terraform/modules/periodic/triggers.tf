module "collect" {
  source   = "../stream-trigger"
  for_each = local.sources

  name            = each.key
  function        = module.function["collect"]
  source_type     = "kinesis"
  source_arn      = each.value.stream_arn
  on_failure_arn  = var.shared.failed_records_arn
  paused          = each.value.paused
  filters         = each.value.filters
  batch_size      = var.batch_size
  window_seconds  = var.window_seconds
  parallelization = var.parallelization
  alarm_actions   = var.shared.alarm_actions
  tags            = var.shared.tags

  # An hour before the stream deletes a record, or it could not be moved to the failure destination any more.
  max_age_seconds = min(604800, each.value.retention_hours * 3600 - 3600)
}
