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

# The table's own stream has two readers, and DynamoDB allows no more: what counts and what publishes.

module "count" {
  source = "../stream-trigger"
  count  = var.enabled ? 1 : 0

  name           = "events"
  function       = module.function["count"]
  source_type    = "dynamodb"
  source_arn     = module.table[0].stream_arn
  on_failure_arn = var.shared.failed_records_arn
  filters        = local.filters.count
  alarm_actions  = var.shared.alarm_actions
  tags           = var.shared.tags

  # All events of a group in one batch are one write of the group: the larger the batch, the fewer
  # writes. More than one batch of a shard at a time would undo the count's positions.
  batch_size      = 1000
  window_seconds  = 1
  parallelization = 1
}

module "publish" {
  source = "../stream-trigger"
  count  = var.enabled ? 1 : 0

  name           = "completions"
  function       = module.function["publish"]
  source_type    = "dynamodb"
  source_arn     = module.table[0].stream_arn
  on_failure_arn = var.shared.failed_records_arn
  filters        = local.filters.publish
  alarm_actions  = var.shared.alarm_actions
  tags           = var.shared.tags
}
