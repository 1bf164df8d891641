# The event store's playback: what the run function reads, and where it may send it.

locals {
  # A queue name holds 80 characters, `-dead.fifo` among them. A longer one keeps its head and ends in a hash of the whole.
  wanted_playback_queue = join("-", compact([var.shared.name_prefix, var.name, "playback"]))
  playback_queue        = length(local.wanted_playback_queue) <= 70 ? "${local.wanted_playback_queue}.fifo" : "${substr(local.wanted_playback_queue, 0, 61)}-${substr(sha256(local.wanted_playback_queue), 0, 8)}.fifo"

  has_playback_queue = var.enabled && try(var.playback.queue, null) != null
  playback_receives  = 5

  playback_queues = concat(try(var.playback.queues, []), [for q in aws_sqs_queue.playback : { url = q.url, arn = q.arn }])

  playback_environment = var.playback == null ? {} : merge(
    { PROCESSOR_EVENT_STORE = var.playback.event_store.name },
    length(var.playback.streams) == 0 ? {} : { PROCESSOR_PLAYBACK_STREAMS = join(",", var.playback.streams[*].name) },
    length(local.playback_queues) == 0 ? {} : { PROCESSOR_PLAYBACK_QUEUES = join(",", local.playback_queues[*].url) },
  )

  playback_statements = var.playback == null ? [] : concat(
    [{ sid = "ReadEvents", actions = ["dynamodb:GetItem", "dynamodb:Query"], resources = [var.playback.event_store.arn] }],
    length(var.playback.streams) == 0 ? [] : [
      { sid = "PlayBackToStreams", actions = ["kinesis:PutRecords"], resources = var.playback.streams[*].arn },
    ],
    length(local.playback_queues) == 0 ? [] : [
      { sid = "PlayBackToQueues", actions = ["sqs:SendMessage"], resources = local.playback_queues[*].arn },
    ],
  )
}

resource "aws_sqs_queue" "playback" {
  count = local.has_playback_queue ? 1 : 0

  name                       = local.playback_queue
  fifo_queue                 = true
  message_retention_seconds  = 1209600 # 14 days, the longest SQS has.
  visibility_timeout_seconds = var.playback.queue.visibility_timeout_seconds
  sqs_managed_sse_enabled    = var.shared.kms_key_arn == null ? true : null
  kms_master_key_id          = var.shared.kms_key_arn
  tags                       = var.shared.tags

  # High throughput: each partition key is a group, with its own quota.
  deduplication_scope   = "messageGroup"
  fifo_throughput_limit = "perMessageGroupId"

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.playback_dead_letters[0].arn
    maxReceiveCount     = local.playback_receives
  })
}

resource "aws_sqs_queue" "playback_dead_letters" {
  count = local.has_playback_queue ? 1 : 0

  name                      = "${trimsuffix(local.playback_queue, ".fifo")}-dead.fifo"
  fifo_queue                = true
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = var.shared.kms_key_arn == null ? true : null
  kms_master_key_id         = var.shared.kms_key_arn
  tags                      = var.shared.tags

  deduplication_scope   = "messageGroup"
  fifo_throughput_limit = "perMessageGroupId"
}
