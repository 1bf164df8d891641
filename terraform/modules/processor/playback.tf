# The event store's playback: what the run function reads, and where it may send it.

locals {
  playback_environment = var.playback == null ? {} : merge(
    { PROCESSOR_EVENT_STORE = var.playback.event_store.name },
    length(var.playback.streams) == 0 ? {} : { PROCESSOR_PLAYBACK_STREAMS = join(",", var.playback.streams[*].name) },
    length(var.playback.queues) == 0 ? {} : { PROCESSOR_PLAYBACK_QUEUES = join(",", var.playback.queues[*].url) },
  )

  playback_statements = var.playback == null ? [] : concat(
    [{ sid = "ReadEvents", actions = ["dynamodb:GetItem", "dynamodb:Query"], resources = [var.playback.event_store.arn] }],
    length(var.playback.streams) == 0 ? [] : [
      { sid = "PlayBackToStreams", actions = ["kinesis:PutRecords"], resources = var.playback.streams[*].arn },
    ],
    length(var.playback.queues) == 0 ? [] : [
      { sid = "PlayBackToQueues", actions = ["sqs:SendMessage"], resources = var.playback.queues[*].arn },
    ],
  )
}
