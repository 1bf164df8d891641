# A queue that the event store is played back to. Without one, give `playback` streams and queues of your own.

locals {
  # A queue name holds 80 characters, `.fifo` among them. A longer one keeps its head and ends in a hash of the whole.
  wanted_playback_queue = "${var.name_prefix}-playback"
  playback_queue        = length(local.wanted_playback_queue) <= 75 ? "${local.wanted_playback_queue}.fifo" : "${substr(local.wanted_playback_queue, 0, 66)}-${substr(sha256(local.wanted_playback_queue), 0, 8)}.fifo"

  # The fleet's own event store, to where the deployment says.
  playback = !var.processor.enabled || var.processor.playback == null ? null : {
    event_store = { name = module.eventstore.table_name, arn = module.eventstore.table_arn }
    streams     = var.processor.playback.streams
    queues      = tolist(concat(var.processor.playback.queues, [for q in aws_sqs_queue.playback : { url = q.url, arn = q.arn }]))
  }
}

resource "aws_sqs_queue" "playback" {
  count = var.processor.enabled && try(var.processor.playback.queue, null) != null ? 1 : 0

  name                       = local.playback_queue
  fifo_queue                 = true
  message_retention_seconds  = 1209600 # 14 days, the longest SQS has.
  visibility_timeout_seconds = var.processor.playback.queue.visibility_timeout_seconds
  sqs_managed_sse_enabled    = var.kms_key_arn == null ? true : null
  kms_master_key_id          = var.kms_key_arn
  tags                       = var.tags

  # High throughput: each partition key is a group, with a quota of its own.
  deduplication_scope   = "messageGroup"
  fifo_throughput_limit = "perMessageGroupId"
}
