# One reader of the table's stream, however many subscribers there are.
module "changes" {
  source = "../stream-trigger"
  count  = var.enabled ? 1 : 0

  name            = "changes"
  function        = module.function["dispatch"]
  source_type     = "dynamodb"
  source_arn      = var.table.stream_arn
  on_failure_arn  = var.shared.failed_records_arn
  paused          = var.paused
  batch_size      = var.batch_size
  window_seconds  = var.window_seconds
  parallelization = var.parallelization
  alarm_actions   = var.shared.alarm_actions
  tags            = var.shared.tags
}

# Passes messages on to buses and streams.
module "deliver" {
  source   = "../queue-trigger"
  for_each = { for name, s in local.subscribers : name => s if s.event_bus != null || s.stream != null }

  name            = each.key
  function        = module.function["deliver"]
  queue_arn       = aws_sqs_queue.subscriber[each.key].arn
  paused          = each.value.paused
  max_concurrency = each.value.max_concurrency
  tags            = var.shared.tags
}

# Functions of users; they may receive from queues of other fan-outs too.
module "invoke" {
  source   = "../queue-trigger"
  for_each = { for name, s in local.subscribers : name => s if s.function != null }

  name            = trimsuffix(local.queues[each.key], ".fifo")
  function        = each.value.function
  queue_arn       = aws_sqs_queue.subscriber[each.key].arn
  paused          = each.value.paused
  max_concurrency = each.value.max_concurrency
  tags            = var.shared.tags
}
